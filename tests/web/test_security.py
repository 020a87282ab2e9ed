"""What a stranger, another site or a low role may not do, each refused cleanly."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from detente.web.guard import POLICY
from detente.web.routes import PAGES
from detente.web.settings import CASE_BYTES, UPLOAD_BYTES, Settings, Unsafe
from tests.web.clients import BASE, Visitor, alone, csrf_of, team


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Starlette]:
    """A team's server."""
    app = team(tmp_path)
    yield app
    app.state.house.close()


# --- who is let in -------------------------------------------------------------------------------


def test_strangers_see_nothing(tmp_path: Path) -> None:
    """Without a session every page and twin is refused, and nothing of a case is in the answer."""
    app = alone(tmp_path)
    stranger = Visitor(app)
    for page in PAGES:
        if page.needs is None:
            continue
        path = page.path.format(name="minsk", id="x", doc="x")
        response = stranger.post(path) if page.post else stranger.get(path)
        assert response.status_code in (401, 303), path
        assert "Belarus" not in response.text
    assert stranger.get("/case/minsk.json").json()["schema"] == "detente.web.error/1"
    app.state.house.close()


def test_one_time_address(tmp_path: Path) -> None:
    """The printed address lets one browser in, once; its cookie is strict and out of reach."""
    app = alone(tmp_path)
    word = app.state.house.one_time.fresh()
    first, second = Visitor(app), Visitor(app)
    assert first.get("/enter?token=wrong").status_code == 403
    response = first.get(f"/enter?token={word}")
    assert response.status_code == 200
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert first.get("/").status_code == 200
    assert second.get(f"/enter?token={word}").status_code == 403
    assert second.get("/").status_code == 401
    app.state.house.close()


def test_new_address_for_a_lost_one(tmp_path: Path) -> None:
    """Somebody turned away has a new address printed in the terminal, and only there."""
    from detente.web.app import create_app

    printed: list[str] = []
    app = create_app(Settings(folder=tmp_path), printed.append)
    stranger = Visitor(app)
    page = stranger.get("/").text
    assert len(printed) == 1
    assert printed[0].startswith(f"{BASE}/enter?token=")
    assert printed[0].partition("token=")[2] not in page
    stranger.get("/")
    assert len(printed) == 1  # not one for every try
    assert stranger.get(printed[0]).status_code == 200
    app.state.house.close()


def test_session_fixation(app: Starlette) -> None:
    """A session that was planted before the log-in is worth nothing after it."""
    victim, attacker = Visitor(app), Visitor(app)
    attacker.get("/login")
    planted = attacker.client.cookies[app.state.house.settings.cookie]
    victim.client.cookies.set(app.state.house.settings.cookie, planted, domain="127.0.0.1")
    assert victim.log_in("analyst").status_code == 303
    assert victim.get("/").status_code == 200
    assert attacker.get("/").status_code == 303  # to the log-in
    assert victim.client.cookies[app.state.house.settings.cookie] != planted
    made_up = Visitor(app)
    made_up.client.cookies.set(app.state.house.settings.cookie, "chosen", domain="127.0.0.1")
    made_up.log_in("analyst")
    assert app.state.house.sessions.find("chosen") is None


def test_logging_out_ends_the_session(app: Starlette) -> None:
    """After the log-out the cookie, kept or copied, opens nothing."""
    visitor = Visitor(app).become("analyst")
    name = visitor.client.cookies[app.state.house.settings.cookie]
    assert visitor.post("/logout").status_code == 303
    visitor.client.cookies.set(app.state.house.settings.cookie, name, domain="127.0.0.1")
    assert visitor.get("/").status_code == 303


def test_guessing_passwords(app: Starlette) -> None:
    """Bad guesses are counted by name and by address; then even the right word has to wait."""
    visitor = Visitor(app)
    for _ in range(5):
        assert visitor.log_in("analyst", "wrong wrong wrong").status_code == 403
    response = visitor.log_in("analyst")
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 200
    elsewhere = Visitor(app, peer="127.0.0.9")
    assert elsewhere.log_in("analyst").status_code == 429  # the name is under attack
    assert elsewhere.log_in("reader").status_code == 303


def test_a_name_that_is_not_there_tells_nothing(app: Starlette) -> None:
    """The answer to an unknown name is that to a wrong password."""
    known = Visitor(app).log_in("analyst", "wrong wrong wrong")
    unknown = Visitor(app, peer="127.0.0.2").log_in("nobody", "wrong wrong wrong")
    assert known.status_code == unknown.status_code == 403
    assert re.sub(r'value="[^"]*"', "", known.text) == re.sub(r'value="[^"]*"', "", unknown.text)


@pytest.mark.parametrize(
    "next_", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_log_in_leads_nowhere_else(app: Starlette, next_: str) -> None:
    """The page after the log-in is one of ours, whatever the address said."""
    visitor = Visitor(app)
    visitor.get("/login")
    fields = {"name": "reader", "password": "correct horse", "next": next_}
    assert visitor.post("/login", fields).headers["location"] == "/"


# --- other sites ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_posts_of_other_sites(visitor: Visitor, headers: dict[str, str]) -> None:
    """A form of another site is refused, even with the session's own word."""
    response = visitor.post("/new", {"name": "mine"}, headers=headers)
    assert response.status_code == 403
    assert visitor.app.state.house.workspace.own() == ()


@pytest.mark.parametrize("word", ["", "wrong", None])
def test_posts_without_the_word(visitor: Visitor, word: str | None) -> None:
    """Without the session's word nothing is done, on any address that changes something."""
    for page in PAGES:
        if not page.post or page.path == "/login":
            continue
        path = page.path.format(name="minsk", id="x", doc="x")
        fields = {} if word is None else {"csrf": word}
        response = asyncio.run(visitor.client.post(path, data=fields))
        assert response.status_code == 403, path
        json_ = asyncio.run(visitor.client.post(path, json={"csrf": visitor.word}))
        assert json_.status_code == 403, path
    assert visitor.app.state.house.workspace.own() == ()


def test_words_differ_by_session(app: Starlette) -> None:
    """The word of one session is none of another's."""
    analyst, admin = Visitor(app).become("analyst"), Visitor(app).become("admin")
    stolen = csrf_of(analyst.get("/").text)
    assert stolen == analyst.word
    assert admin.post("/new", {"name": "mine", "csrf": stolen}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:8321.evil.example", ""]
)
def test_forged_hosts(shared: Visitor, host: str) -> None:
    """A request under another name (DNS rebinding) is refused before anything is looked at."""
    response = shared.get("/", headers={"host": host})
    assert response.status_code == 421
    assert "Cases" not in response.text
    assert response.headers["content-security-policy"] == POLICY


def test_further_names(tmp_path: Path) -> None:
    """A name that was given at the start is answered to."""
    app = alone(tmp_path, names=("desk.example",))
    visitor = Visitor(app)
    assert visitor.get("/", headers={"host": "desk.example"}).status_code == 401
    assert visitor.get("/", headers={"host": "other.example"}).status_code == 421
    app.state.house.close()


def test_headers(shared: Visitor) -> None:
    """Every answer, errors too, forbids foreign content, frames and caches."""
    for address in ("/", "/case/minsk.json", "/nothing", "/case/nothing"):
        headers = shared.get(address).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


# --- roles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "confirmer", "analyst"])
def test_role_escalation(app: Starlette, role: str) -> None:
    """No role below admin reads or changes accounts, whatever it sends."""
    visitor = Visitor(app).become(role)
    before = app.state.house.accounts.path.read_text()
    assert visitor.get("/accounts").status_code == 403
    assert visitor.get("/accounts.json").status_code == 403
    fields = {"account": role, "role": "admin", "password": "a new password"}
    assert visitor.post("/accounts", fields).status_code == 403
    assert visitor.post("/accounts/remove", {"account": "admin"}).status_code == 403
    assert app.state.house.accounts.path.read_text() == before


@pytest.mark.parametrize("role", ["reader", "confirmer"])
def test_who_only_reads(app: Starlette, role: str) -> None:
    """A role that does not write cannot begin, change or decide."""
    Visitor(app).become("analyst").post("/new", {"name": "mine", "source": "minsk"})
    visitor = Visitor(app).become(role)
    version = visitor.get("/case/mine/edit.json").json()["version"]
    for path, fields in (
        ("/new", {"name": "other"}),
        ("/case/mine/edit", {"text": "x", "version": version}),
        ("/case/mine/numbers", {"part": "parties.us", "version": version}),
        ("/case/mine/evidence/add", {"text": "x"}),
        ("/case/mine/evidence/decide", {"kind": "status"}),
        ("/case/mine/ledger/begin", {}),
    ):
        assert visitor.post(path, fields).status_code == 403
    page = visitor.get("/case/mine/edit").text
    assert "readonly" in page


def test_a_lost_role_is_lost_at_once(app: Starlette) -> None:
    """Whoever is demoted or taken away is out with the next request; no admin is left without."""
    admin, analyst = Visitor(app).become("admin"), Visitor(app).become("analyst")
    assert analyst.get("/").status_code == 200
    admin.post("/accounts", {"account": "analyst", "role": "reader", "password": ""})
    assert analyst.get("/").status_code == 303
    reader = Visitor(app).become("reader")
    admin.post("/accounts/remove", {"account": "reader"})
    assert reader.get("/").status_code == 303
    assert admin.post("/accounts/remove", {"account": "admin"}).status_code == 422
    assert admin.post("/accounts", {"account": "admin", "role": "reader"}).status_code == 422
    assert admin.get("/accounts").status_code == 200


def test_accounts_are_kept_as_hashes(app: Starlette) -> None:
    """A password set on the page is in the file as an argon2id hash, which nobody else reads."""
    admin = Visitor(app).become("admin")
    fields = {"account": "eva", "role": "analyst", "password": "long enough word"}
    assert admin.post("/accounts", fields).status_code == 303
    path = app.state.house.accounts.path
    text = path.read_text()
    assert "long enough word" not in text
    assert "$argon2id$" in text
    assert path.stat().st_mode & 0o077 == 0
    assert Visitor(app).log_in("eva", "long enough word").status_code == 303
    short = {"account": "ida", "role": "analyst", "password": "short"}
    assert admin.post("/accounts", short).status_code == 422
    assert admin.post("/accounts", {**fields, "account": "a\nb"}).status_code in (303, 422)
    assert admin.post("/accounts", {**fields, "role": "king"}).status_code == 422


# --- the proxy -----------------------------------------------------------------------------------


def test_trusted_proxy(tmp_path: Path) -> None:
    """The header names an account when it comes from the proxy, and is nothing from elsewhere."""
    app = team(tmp_path, proxy_header="X-Forwarded-User", proxy_from=("127.0.0.1",))
    proxied, direct = Visitor(app), Visitor(app, peer="10.0.0.5")
    analyst = {"x-forwarded-user": "analyst"}
    assert proxied.get("/", headers=analyst).status_code == 200
    assert direct.get("/", headers=analyst).status_code == 401
    assert proxied.get("/", headers={"x-forwarded-user": "nobody"}).status_code == 401
    assert proxied.get("/").status_code == 401  # the cookie alone is not enough
    assert proxied.get("/accounts", headers=analyst).status_code == 403
    admin = {"x-forwarded-user": "admin"}
    assert proxied.get("/accounts", headers=admin).status_code == 200
    made = proxied.post("/new", {"name": "mine", "source": "minsk"}, headers=admin)
    assert made.status_code == 303
    app.state.house.close()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"host": "0.0.0.0"}, "needs accounts"),
        ({"host": "::"}, "needs accounts"),
        ({"host": "192.168.1.5"}, "needs accounts"),
        ({"host": "desk.example"}, "needs accounts"),
        ({"host": "0.0.0.0", "accounts": Path("a.json")}, "in the clear"),
        ({"proxy_header": "X-User"}, "--accounts"),
    ],
)
def test_unsafe_settings(more: dict[str, object], said: str) -> None:
    """A server that others could reach without saying who they are is not started."""
    with pytest.raises(Unsafe, match=said):
        Settings(folder=Path(), **more)  # type: ignore[arg-type]


def test_safe_settings() -> None:
    """Loopback needs nothing; beyond it accounts and HTTPS, and its cookie is bound to both."""
    for host in ("127.0.0.1", "localhost", "::1", "127.0.0.2"):
        assert Settings(folder=Path(), host=host).loopback
    open_ = Settings(folder=Path(), host="0.0.0.0", accounts=Path("a.json"), secure=True)
    assert open_.cookie.startswith("__Host-")
    assert "127.0.0.1:8321" not in open_.hosts


# --- size and paths ------------------------------------------------------------------------------


def test_oversize(visitor: Visitor) -> None:
    """More than is taken is refused by what it announces, and by what it sends."""
    visitor.post("/new", {"name": "mine", "source": "minsk"})
    word = visitor.word

    async def stream(size: int):  # type: ignore[no-untyped-def]
        yield b"csrf=" + word.encode() + b"&text="
        for _ in range(size // 65536 + 1):
            yield b"x" * 65536

    kind = {"content-type": "application/x-www-form-urlencoded"}
    for path, most in (("/case/mine/edit", CASE_BYTES), ("/case/mine/evidence/add", UPLOAD_BYTES)):
        announced = {**kind, "content-length": str(most + 1)}
        response = asyncio.run(visitor.client.post(path, content=b"x", headers=announced))
        assert response.status_code == 413
        sent = asyncio.run(visitor.client.post(path, content=stream(most), headers=kind))
        assert sent.status_code in (400, 413)  # by its length, or that of one field
    bad = {**kind, "content-length": "many"}
    assert asyncio.run(visitor.client.post("/new", content=b"x", headers=bad)).status_code == 413


def test_many_fields_and_files(visitor: Visitor) -> None:
    """A form of thousands of fields or files is refused."""
    fields = "&".join(f"a{n}=1" for n in range(2000))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    body = f"csrf={visitor.word}&{fields}"
    response = asyncio.run(visitor.client.post("/new", content=body, headers=kind))
    assert response.status_code == 400
    files = [("files", (f"{n}.txt", b"x")) for n in range(50)]
    assert visitor.post("/case/minsk/evidence/add", files=files).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/case/..%2f..%2fetc%2fpasswd",
        "/case/..%2fsecret/edit",
        "/case/%00/edit",
        "/case/.lock/edit",
        "/case/minsk/evidence/..%2f..%2fdecisions.jsonl",
        "/case/minsk/evidence/" + "0" * 64,
        "/compare?one=../secret&other=minsk",
        "/compare?one=minsk@../../x&other=minsk",
    ],
)
def test_paths_out(visitor: Visitor, path: str) -> None:
    """No address leads to a file outside: it is not found, or makes no sense."""
    folder = visitor.app.state.house.workspace.folder
    (folder.parent / "secret.yaml").write_text("name: secret\nparties: {}\n")
    response = visitor.get(path)
    assert response.status_code in (404, 422)
    assert "root:" not in response.text


# --- scripts -------------------------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"


def _planted() -> str:
    """The starter case with a script in every text that people write."""
    from detente.case.starter import TEMPLATE

    lines = []
    for line in TEMPLATE.read_text("utf-8").splitlines():
        quoted = re.sub(
            r"""\b(en|ru): ("[^"]*"|[^,}{\n]+)""",
            lambda m: f"{m[1]}: '{SCRIPT.replace(chr(39), chr(39) * 2)}'",
            line,
        )
        lines.append(quoted)
    return "\n".join(lines) + "\n"


def test_scripts_in_a_case_are_inert(visitor: Visitor) -> None:
    """A script in every text of a case is text on every page, in both languages."""
    from detente.case import Case

    text = _planted()
    case = Case.parse(text, "bad.yaml")
    assert SCRIPT in case.title["en"]
    visitor.post("/new", {"name": "bad"}, files={"file": ("bad.yaml", text.encode())})
    paths = ["/"] + [
        page.path.format(name="bad")
        for page in PAGES
        if page.path.startswith("/case/{name}") and not page.post and "{doc}" not in page.path
    ]
    paths += ["/compare?one=bad&other=minsk", "/case/bad/ladder?move=2:1", "/case/bad/other-side"]
    shown = 0
    for path in paths:
        for code in ("en", "ru"):
            mark = "&" if "?" in path else "?"
            response = visitor.ready(f"{path}{mark}lang={code}")
            if response.status_code == 501 or "text/html" not in response.headers.get(
                "content-type", ""
            ):
                continue
            page = response.text
            shown += "&lt;script&gt;" in page
            assert "<script>alert" not in page, path
            assert "<img src=x" not in page, path
            assert ">49<" not in page, path
    assert shown > 10  # the scripts were there to be shown


@pytest.mark.parametrize("place", ["order", "move", "lang", "one", "part", "told", "said", "next"])
def test_scripts_in_addresses_are_inert(shared: Visitor, place: str) -> None:
    """What an address says is never more than text on the page."""
    for path in (
        "/",
        "/case/minsk/ladder",
        "/compare",
        "/case/minsk/numbers",
        "/case/minsk/ledger",
    ):
        response = shared.ready(f"{path}?{place}=%3Cscript%3Ealert(1)%3C/script%3E%22%3E")
        assert "<script>alert" not in response.text


def test_scripts_in_evidence_are_inert(visitor: Visitor) -> None:
    """A document made of scripts is shown as text, under a name without folders."""
    text = f"Minsk said on 15 August that {SCRIPT} was agreed. <b>BelTA</b> reported it."
    files = [("files", ("../../x<script>.txt", text.encode()))]
    sent = visitor.post("/case/minsk/evidence/add", {"publisher": SCRIPT}, files=files)
    assert sent.status_code == 303
    page = visitor.ready("/case/minsk/evidence").text
    assert "<script>alert" not in page
    assert "x&lt;script&gt;.txt" in page
    (id_,) = [d["id"] for d in visitor.ready("/case/minsk/evidence.json").json()["documents"]]
    read = visitor.ready(f"/case/minsk/evidence/{id_}").text
    assert "<script>alert" not in read
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in read


# --- whatever a machine may ask ------------------------------------------------------------------


def test_faults_tell_nothing(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is answered without a word of its inside; the log has it."""
    monkeypatch.setattr(visitor.app.state.house.workspace, "own", lambda: 1 / 0)
    response = visitor.get("/")
    assert response.status_code == 500
    assert "ZeroDivision" not in response.text
    assert "division" not in response.text
