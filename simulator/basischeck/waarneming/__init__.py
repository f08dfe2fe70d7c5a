"""What checks see: deliveries, packages and result messages, read from events and journal."""
