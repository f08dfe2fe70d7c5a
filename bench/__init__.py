"""Measures the budgets of ARCHITECTURE.md; no test asserts on time."""
