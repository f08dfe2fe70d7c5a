"""Sending the head of an answer together with what comes right after it.

uvicorn writes them apart, which costs a packet and a system call for each answer, and the caller wakes twice.
"""

import asyncio
from typing import Any


class Bundel:
    """The transport of a connection; what is written first waits for what follows it in the same turn of the loop."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._lus = asyncio.get_running_loop()
        self._eerst: bytes | None = None

    def write(self, data: bytes) -> None:
        """Send, together with what waits, or wait."""
        if self._eerst is None:
            self._eerst = data
            self._lus.call_soon(self._spoel)
        else:
            eerst, self._eerst = self._eerst, None
            self._transport.write(eerst + data)

    def close(self) -> None:
        """Send what waits and end the connection."""
        self._spoel()
        self._transport.close()

    def __getattr__(self, naam: str) -> Any:
        """All else is up to the transport itself."""
        return getattr(self._transport, naam)

    def _spoel(self) -> None:
        if self._eerst is not None:
            eerst, self._eerst = self._eerst, None
            self._transport.write(eerst)
