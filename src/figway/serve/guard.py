"""Stand before the application: limits of what is sent, names it answers to, headers that browsers heed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_VIEWER_STYLE = "'sha256-9xTiqzfwFaL2SGb1rmr8gysEwVVjIvqWAgmZgqFqpEE='"
"""The one rule that OpenSeadragon 6.1.1 adds to the page itself (no outline on touch screens)."""

_HAND_OVER = "https://maayanlab.cloud https://biit.cs.ut.ee https://string-db.org"
"""Where the page of an enrichment hands a list to: Enrichr, g:Profiler, STRING."""

CSP = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {_VIEWER_STYLE}; img-src 'self' data: https:; "
    "font-src 'self'; "
    f"connect-src 'self'; form-action 'self' {_HAND_OVER}; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    b"content-security-policy": CSP.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}
_LONGEST_ADDRESS = 16_000
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class TooLargeError(Exception):
    """Say that a body grew beyond its limit while it was read."""


class Guard:
    """Refuse what is too large, comes from another site or asks for another host; add headers to all answers."""

    def __init__(self, app: ASGIApp, limit: Callable[[str], int], hosts: tuple[str, ...] = ()) -> None:
        self.app, self.limit, self.hosts = app, limit, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on with its body watched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        limit = self.limit(scope["path"])
        started = False
        taken = 0

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((k, v) for k, v in HEADERS.items() if k not in given)]
            await send(message)

        async def guarded_receive() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise TooLargeError
            return message

        refusal = self._refusal(scope, headers, limit)
        if refusal:
            await _answer(guarded_send, *refusal)
            return
        try:
            await self.app(scope, guarded_receive, guarded_send)
        except TooLargeError:
            if not started:
                await _answer(guarded_send, *_too_large(limit))

    def _refusal(self, scope: Scope, headers: dict[str, str], limit: int) -> tuple[int, str, str] | None:
        host = headers.get("host", "")
        if self.hosts and (urlsplit(f"//{host}").hostname or "") not in self.hosts:
            return 400, "Unknown host", f"This server does not answer to the name {host[:100]!r}."
        if len(scope["path"]) + len(scope.get("query_string", b"")) > _LONGEST_ADDRESS:
            return 414, "Address too long", "Send long queries by POST, or ask for less at once."
        size = headers.get("content-length", "")
        if size.isdigit() and int(size) > limit:
            return _too_large(limit)
        if scope["method"] not in _SAFE_METHODS and _foreign(headers):
            return 403, "From another site", "Pages of other sites cannot send forms to this server."
        return None


def _foreign(headers: dict[str, str]) -> bool:
    """Tell whether a browser says that another site's page sends this; programs say nothing and are let through."""
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc != headers.get("host", "")


def _too_large(limit: int) -> tuple[int, str, str]:
    return 413, "Too large", f"At most {limit / 1e6:g} MB are taken here."


async def _answer(send: Callable[[Message], object], status: int, title: str, detail: str) -> None:
    body = json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail}).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})  # type: ignore[misc]
    await send({"type": "http.response.body", "body": body})  # type: ignore[misc]
