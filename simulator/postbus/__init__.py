"""The mail sink: an SMTP server that takes every mail in, keeps it, and never sends one on.

Source: docs/bronnen.md#basischeck.
"""
