"""The LVBB: takes in STOP packages, judges them, answers, publishes and consolidates.

Facts: docs/bronnen.md, the sections on the LVBB.
"""
