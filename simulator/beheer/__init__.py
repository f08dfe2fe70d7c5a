"""The control API under /_sim and the pages: all that belongs to no koppelvlak."""
