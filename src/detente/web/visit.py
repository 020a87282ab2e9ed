"""One request: who asks, in which language, with which form; and how it is answered."""

from __future__ import annotations

import hmac
import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from detente.briefing.refusals import retold
from detente.briefing.rendering.html import blocks_html
from detente.case import CannotWrite, CaseNotFound, InvalidCase, TargetExists
from detente.exchange.errors import DetenteError, MissingExtra
from detente.web.jobs import Busy, Lost
from detente.web.roles import may
from detente.web.sessions import Session
from detente.web.settings import CASE_BYTES, UPLOAD_FILES
from detente.web.static import static_address
from detente.web.workspace import Conflict
from detente.words.language import LANGUAGES, N_, Language, language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.requests import Request

    from detente.briefing.blocks import Block
    from detente.web.house import House, Opened
    from detente.web.roles import Right

_log = logging.getLogger("detente.web")


class Forbidden(DetenteError):
    """Somebody asks for what their role does not allow, or without the word of the form."""


class BadQuery(DetenteError, ValueError):
    """An address or a form says something that makes no sense."""


@dataclass(slots=True)
class Visit:
    """One request, checked.

    Attributes
    ----------
    request, house
        What was asked, and of whom.
    session
        Who asks.
    lang
        The language to answer in.
    form
        What was sent; empty where nothing was.
    twin
        Whether the answer is for machines.
    """

    request: Request
    house: House
    session: Session
    lang: Language
    form: FormData
    twin: bool

    # --- what was asked --------------------------------------------------------------------------

    def __getitem__(self, part: str) -> str:
        """Give a part of the path."""
        return str(self.request.path_params[part])

    def opened(self) -> Opened:
        """Give the case that the path names."""
        return self.house.open(self["name"])

    def query(self, name: str, default: str = "") -> str:
        """Give the last value of a name in the address."""
        return self.request.query_params.get(name, default)

    def field(self, name: str, most: int = 2000) -> str:
        """Give a short text of the form, without blanks around it."""
        text = self.text(name).strip()
        if len(text) > most:
            raise BadQuery(f"{name} has more than {most} characters")
        return text

    def text(self, name: str) -> str:
        """Give a text of the form with the line ends of files."""
        value = self.form.get(name, "")
        if not isinstance(value, str):
            raise BadQuery(f"{name} is a text, not a file")
        return value.replace("\r\n", "\n")

    def may(self, right: Right) -> bool:
        """Whether whoever asks has a right."""
        return may(self.session.role, right)

    @property
    def address(self) -> str:
        """The address that was asked, from its first slash."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    # --- what is answered ------------------------------------------------------------------------

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Answer with a page."""
        text = _environment().get_template(template).render(**self._common(), **values)
        return Response(text, status, media_type="text/html")

    def record(self, record: Mapping[str, object], status: int = 200) -> Response:
        """Answer with a document for machines."""
        return Response(
            json.dumps(record, ensure_ascii=False, allow_nan=False), status,
            media_type="application/json",
        )  # fmt: skip

    def go(self, address: str, **query: str) -> Response:
        """Send the browser to another page of ours, by GET; `query` is put behind it."""
        if query:
            address = f"{address}?{urlencode(query, quote_via=quote)}"
        return RedirectResponse(quote(address, safe="/?&=%#:+,;"), 303)

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Write blocks of a document; their renderer escapes every text."""
        return Markup(blocks_html(blocks, self.lang))

    def retold(self, error: Exception) -> str:
        """Say what an error says, in the reader's language as far as it is known there."""
        return retold(str(error), self.lang)

    def _common(self) -> dict[str, Any]:
        settings = self.house.settings
        return {
            "say": self.lang.say,
            "count": self.lang.count,
            "lang": self.lang,
            "languages": LANGUAGES,
            "session": self.session,
            "may": self.may,
            "team": settings.team,
            "static": static_address,
            "path": self.request.url.path,
            "here": self._here,
            "twin_address": self._twin_address(),
        }

    def _here(self, lang: str) -> str:
        """Give this page's address in another language."""
        pairs = [(k, v) for k, v in self.request.query_params.multi_items() if k != "lang"]
        query = "&".join(f"{quote(k)}={quote(v)}" for k, v in [*pairs, ("lang", lang)])
        return f"{self.request.url.path}?{query}"

    def _twin_address(self) -> str:
        url = self.request.url
        path = "/index" if url.path == "/" else url.path
        return f"{path}.json?{url.query}" if url.query else f"{path}.json"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("detente.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


# --- what every request passes -------------------------------------------------------------------


def endpoint(
    house: House, handler: Callable[[Visit], Response], needs: Right | None, twin: bool
) -> Any:
    """Make a handler answer requests: find out who asks, refuse what they may not, tell errors.

    Parameters
    ----------
    house
        What the server shares.
    handler
        A plain function; it runs in a thread.
    needs
        The right it takes; None: anybody may.
    twin
        Whether the answer is for machines.
    """

    async def answer(request: Request) -> Response:
        session, new = _known(house, request)
        visit = Visit(request, house, session, _language(request), FormData(), twin)
        try:
            if needs is not None and session.role is None:
                response = _stranger(visit)
            else:
                if needs is not None and not may(session.role, needs):
                    raise Forbidden(visit.lang.say("Your role does not allow that."))
                if request.method not in ("GET", "HEAD"):
                    visit.form = await _form(visit)
                response = await run_in_threadpool(handler, visit)
        except Exception as error:  # the last door: nothing passes it untold
            response = told(visit, error)
        finally:
            await request.close()  # what was uploaded lay in files of its own
        if new:
            remember(house, response, new)
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(
                "detente-lang", visit.lang.code, max_age=31_536_000, httponly=True,
                samesite="lax", secure=house.settings.secure,
            )  # fmt: skip
        return response

    return answer


def visit_of(house: House, request: Request, *, twin: bool) -> Visit:
    """Make the visit of a request that no page answers."""
    session, _ = _known(house, request)
    return Visit(request, house, session, _language(request), FormData(), twin)


def remember(house: House, response: Response, name: str) -> None:
    """Have the browser keep the name of its session, for this server alone."""
    response.set_cookie(
        house.settings.cookie, name, httponly=True, samesite="strict",
        secure=house.settings.secure,
    )  # fmt: skip


def _known(house: House, request: Request) -> tuple[Session, str]:
    """Give the session of a request, and its name where the browser does not know it yet.

    Where a trusted proxy names an account, it is a session of that account.
    """
    settings = house.settings
    name = request.cookies.get(settings.cookie)
    session = house.sessions.find(name)
    if not settings.proxy_header or house.accounts is None:
        return session or Session(), ""
    peer = request.client.host if request.client else ""
    said = request.headers.get(settings.proxy_header, "") if peer in settings.proxy_from else ""
    account = house.accounts.all().get(said)
    if account is None:
        return Session(), ""
    if session and (session.account, session.role) == (account.name, account.role):
        return session, ""
    new, session = house.sessions.open(account.name, account.role)
    return session, new


async def _form(visit: Visit) -> FormData:
    """Read what was sent, and refuse it where it does not come from a page of ours."""
    request = visit.request
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Forbidden(visit.lang.say("This was sent from another site, and is not taken."))
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() not in visit.house.settings.hosts:
        raise Forbidden(visit.lang.say("This was sent from another site, and is not taken."))
    form = await request.form(max_files=UPLOAD_FILES, max_fields=1000, max_part_size=CASE_BYTES)
    word = form.get("csrf")
    if not isinstance(word, str) or not hmac.compare_digest(
        word.encode(), visit.session.csrf.encode()
    ):
        raise Forbidden(
            visit.lang.say("The form is not one of this session; open the page again and send it.")
        )
    return form


def _language(request: Request) -> Language:
    for code in (request.query_params.get("lang"), request.cookies.get("detente-lang")):
        if code in LANGUAGES:
            return language(str(code))
    wanted = request.headers.get("accept-language", "")[:200].lower()
    first = [part.split(";")[0].split("-")[0].strip() for part in wanted.split(",")]
    return language(next((code for code in first if code in LANGUAGES), LANGUAGES[0]))


def _stranger(visit: Visit) -> Response:
    """Answer somebody who is not let in yet."""
    house, say = visit.house, visit.lang.say
    if visit.twin:
        return visit.record({"schema": "detente.web.error/1", "error": say("Log in first.")}, 401)
    if house.settings.team and not house.settings.proxy_header:
        if visit.request.method == "GET" and visit.address != "/":
            return visit.go(f"/login?next={quote(visit.address, safe='')}")
        return visit.go("/login")
    if house.settings.team:
        message = say("The proxy before this server names no account that it knows.")
        return visit.page("error.html", 401, title=say("Not let in"), messages=(message,))
    house.announce()
    message = say(
        "Open the address that detente printed when it started: it works once, in one browser. "
        "Where it was used already, a new one stands in the terminal now."
    )
    return visit.page("error.html", 401, title=say("Not let in"), messages=(message,))


_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (CaseNotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (TargetExists, 409),
    (CannotWrite, 403),
    (Busy, 503),
    (Lost, 500),
    (MissingExtra, 501),
    (DetenteError, 422),
)
_NO_PAGE = {
    404: N_("There is no page at this address."),
    405: N_("That cannot be done at this address."),
}
"""What is said where no page answers."""


def told(visit: Visit, error: Exception) -> Response:
    """Answer with an error: one clear sentence, and the right status."""
    say = visit.lang.say
    headers: Mapping[str, str] | None = None
    messages: tuple[str, ...]
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
        known = _NO_PAGE.get(status)
        messages = (say(known) if known else retold(error.detail, visit.lang),)
    else:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
        messages = tuple(visit.retold(error).splitlines())
    if status == 500:
        _log.error("%s %s", visit.request.method, visit.request.url.path, exc_info=error)
        messages = (say("The server failed through a fault of its own; the terminal says where."),)
    edit = None
    if isinstance(error, InvalidCase) and "name" in visit.request.path_params:
        edit = f"/case/{quote(visit['name'])}/edit"
    if visit.twin:
        record = {"schema": "detente.web.error/1", "error": "\n".join(messages)}
        response = visit.record(record, status)
    else:
        title = say("Not found") if status == 404 else say("That did not work")
        response = visit.page(
            "error.html", status, title=title, messages=messages, edit=edit, opened=_around(visit)
        )
    response.headers.update(headers or {})
    return response


def _around(visit: Visit) -> Opened | None:
    """Give the case that the path names, to lead back to; None where it cannot be opened."""
    if visit.session.role is not None and "name" in visit.request.path_params:
        with suppress(DetenteError):
            return visit.opened()
    return None
