"""What the body of a check can say; one module per family of verbs, all of them offered by `Run`."""
