"""What every request passes before it reaches a page: host, size, and the headers of answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from detente.web.settings import CASE_BYTES, UPLOAD_BYTES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from detente.web.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# `same-origin` and not `no-referrer`, with which forms of our own would send `Origin: null`.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_LARGE = re.compile(r"/case/[^/]+/evidence/add")


class Guard:
    """Refuse foreign hosts and oversize bodies; give every answer its headers.

    Parameters
    ----------
    app
        What lies behind.
    settings
        The hosts it answers to.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        counted = 0
        most = UPLOAD_BYTES if _LARGE.fullmatch(scope["path"]) else CASE_BYTES

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with(message["headers"])}
            await send(message)

        async def receiving() -> Message:
            nonlocal counted
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > most:
                raise HTTPException(413, f"More than {most // 1_000_000} MB are not taken.")
            return message

        given = {name: value for name, value in scope["headers"] if name in _LOOKED_AT}
        if given.get(b"host", b"").decode("latin-1").lower() not in self.settings.hosts:
            await _refuse(sending, 421, "This server does not answer to that host name.")
            return
        announced = given.get(b"content-length", b"0")
        if not announced.isdigit() or int(announced[:20]) > most:
            await _refuse(sending, 413, f"More than {most // 1_000_000} MB are not taken.")
            return
        await self.app(scope, receiving, sending)


_LOOKED_AT = (b"host", b"content-length")


def _with(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    more = {**HEADERS, "Cache-Control": "no-store"}
    return headers + [
        (name.lower().encode(), value.encode())
        for name, value in more.items()
        if name.lower().encode() not in present
    ]


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = reason.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
