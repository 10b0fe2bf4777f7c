"""Compress answers for browsers elsewhere; over this machine's own wire it would only cost time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_SMALLEST = 1000
_LEVEL = 4
_HERE = ("127.0.0.1", "::1", "localhost")


class Compress(GZipMiddleware):
    """Compress texts of more than a thousand bytes; pictures and fonts are packed already."""

    def __init__(self, app: object) -> None:
        super().__init__(app, minimum_size=_SMALLEST, compresslevel=_LEVEL)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, compressed where it comes from another machine that takes it so."""
        client = scope.get("client")
        if client and client[0] in _HERE:
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
