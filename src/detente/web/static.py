"""The files that pages are dressed with: known names only, each with the hash of its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(frozen=True)
class Dress:
    """One file, and what kind it is."""

    package: str
    path: str
    media: str

    @cached_property
    def data(self) -> bytes:
        """All of it."""
        return files(self.package).joinpath(self.path).read_bytes()

    @cached_property
    def mark(self) -> str:
        """What changes when it does."""
        return sha256(self.data).hexdigest()[:12]


_FILES = {
    "brief.css": Dress("detente.briefing.rendering", "style.css", "text/css"),
    "site.css": Dress("detente.web", "static/site.css", "text/css"),
    "site.js": Dress("detente.web", "static/site.js", "text/javascript"),
    "icon.svg": Dress("detente.web", "static/icon.svg", "image/svg+xml"),
}


def static_address(name: str) -> str:
    """Give the address of a file, which changes with its content."""
    return f"/static/{name}?{_FILES[name].mark}"


async def static(request: Request) -> Response:
    """Answer with one of the files."""
    found = _FILES.get(request.path_params["file"])
    if found is None:
        return Response("Not found", 404, media_type="text/plain")
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found.data, media_type=found.media, headers=kept)
