"""STAM: the loket where verzoeken begin, who gets them, the notification, and fetching them.

Facts: docs/bronnen.md, the sections on STAM.
"""
