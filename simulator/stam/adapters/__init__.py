"""How a notification reaches an organisation: one module per way, all behind `model.Adapter`."""
