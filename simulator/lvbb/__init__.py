"""The LVBB: takes in STOP packages, judges them, answers, publishes and consolidates. Facts: lvbb.md."""
