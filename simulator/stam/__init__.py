"""STAM: the loket where verzoeken begin, who gets them, the notification, and fetching them (stam.md)."""
