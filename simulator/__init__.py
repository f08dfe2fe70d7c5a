"""Simulator of the landelijke voorziening of the DSO."""
