"""The simulator's own log: lines on stderr, so that stdout stays for what commands promise."""

import logging
import sys

import structlog


def stel_in() -> None:
    """Send the log to stderr, readable and without colours."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
