"""Own cases: saved whole or not at all, never over somebody else's change, comments kept."""

import asyncio
import threading
from pathlib import Path

import pytest

from detente.case import Case, CaseNotFound, bundled_cases
from detente.case.library import LIBRARY
from detente.web.editing import Change, changed, routes
from detente.web.workspace import BadName, Conflict, Workspace
from tests.web.clients import Visitor


def _mine(visitor: Visitor, source: str = "minsk") -> str:
    response = visitor.post("/new", {"name": "mine", "source": source})
    assert response.headers["location"] == "/case/mine/edit"
    return str(visitor.get("/case/mine/edit.json").json()["version"])


# --- the editor ----------------------------------------------------------------------------------


def test_saved(visitor: Visitor) -> None:
    """A valid change is in the file, and the text before it is kept as a version."""
    version = _mine(visitor)
    before = visitor.get("/case/mine/edit.json").json()["text"]
    text = before.replace("mode: 14", "mode: 13")
    response = visitor.post("/case/mine/edit", {"text": text, "version": version})
    assert response.status_code == 303
    workspace = visitor.app.state.house.workspace
    assert workspace.read("mine").text == text
    assert workspace.earlier("mine", 1).text == before
    assert "13" in visitor.ready("/compare.json?one=mine@1&other=mine").text


def test_bad_edit_shows_its_line(visitor: Visitor) -> None:
    """A text that is not valid is not saved; the page shows the line, and the text as it was."""
    version = _mine(visitor)
    before = visitor.app.state.house.workspace.read("mine").text
    text = before.replace("low: 8, mode: 14", "low: 28, mode: 14")
    line = 1 + text[: text.index("low: 28")].count("\n")
    response = visitor.post("/case/mine/edit", {"text": text, "version": version})
    assert response.status_code == 422
    assert f">line {line}</a>" in response.text
    assert "low 28 is above high 20" in response.text
    assert "low: 28" in response.text
    assert visitor.app.state.house.workspace.read("mine").text == before
    said = visitor.post("/case/mine/check", {"text": text}).json()["problems"]
    assert (said[0]["line"], said[0]["path"]) == (line, "parties.us.stake.reputation")


def test_line_ends_of_browsers(visitor: Visitor) -> None:
    """Browsers send carriage returns; the file has none."""
    version = _mine(visitor)
    text = visitor.app.state.house.workspace.read("mine").text
    sent = text.replace("\n", "\r\n")
    visitor.post("/case/mine/edit", {"text": sent, "version": version})
    assert visitor.app.state.house.workspace.read("mine").text == text


def test_conflict_is_told(visitor: Visitor) -> None:
    """Who saves second is told, loses nothing typed, and overwrites nothing."""
    version = _mine(visitor)
    text = visitor.app.state.house.workspace.read("mine").text
    first = visitor.post("/case/mine/edit", {"text": text + "# one\n", "version": version})
    second = visitor.post("/case/mine/edit", {"text": text + "# two\n", "version": version})
    assert first.status_code == 303
    assert second.status_code == 409
    assert "# two" in second.text
    assert "somebody else" in second.text
    assert visitor.app.state.house.workspace.read("mine").text.endswith("# one\n")


def test_bundled_cases_are_read_only(visitor: Visitor) -> None:
    """What comes with the program cannot be written over, from the editor or the form."""
    text = (LIBRARY / "minsk.yaml").read_text("utf-8")
    version = visitor.get("/case/minsk/edit.json").json()["version"]
    for address in ("/case/minsk/edit", "/case/minsk/numbers"):
        fields = {"text": text + "# x\n", "version": version, "part": "parties.us"}
        fields["parties.us.stake.reputation:low"] = "9"
        assert visitor.post(address, fields).status_code == 403
    assert (LIBRARY / "minsk.yaml").read_text("utf-8") == text
    assert visitor.post("/new", {"name": "minsk"}).status_code == 409


def test_new_cases(visitor: Visitor) -> None:
    """A case begins with the starter, a copy, or a file; a name is taken once."""
    assert visitor.post("/new", {"name": "one"}).status_code == 303
    assert visitor.post("/new", {"name": "one"}).status_code == 409
    files = {"file": ("x.yaml", (LIBRARY / "sudan.yaml").read_bytes())}
    assert visitor.post("/new", {"name": "two"}, files=files).status_code == 303
    assert visitor.get("/case/two.json").json()["case"] == "sudan"
    assert visitor.get("/case/one.json").status_code == 200
    junk = {"file": ("x.yaml", b"\xff\xfe\x00")}
    assert visitor.post("/new", {"name": "three"}, files=junk).status_code == 422
    for name in ("", "..", "a/b", "UPPER", "x" * 61, ".hidden", "a\n"):
        assert visitor.post("/new", {"name": name}).status_code in (303, 422)
    assert set(visitor.app.state.house.workspace.own()) <= {"one", "two", "a"}


def test_taken_away(visitor: Visitor) -> None:
    """A case that is taken away is gone from the list; its text is kept, no newer one lost."""
    version = _mine(visitor)
    text = visitor.app.state.house.workspace.read("mine").text
    visitor.post("/case/mine/edit", {"text": text + "# newer\n", "version": version})
    assert visitor.post("/case/mine/remove", {"version": version}).status_code == 409
    version = visitor.get("/case/mine/edit.json").json()["version"]
    assert visitor.post("/case/mine/remove", {"version": version}).status_code == 303
    assert visitor.get("/case/mine").status_code == 404
    assert visitor.app.state.house.workspace.earlier("mine", 2).text == text + "# newer\n"
    minsk = visitor.get("/case/minsk/edit.json").json()["version"]
    assert visitor.post("/case/minsk/remove", {"version": minsk}).status_code == 403


# --- the form of numbers -------------------------------------------------------------------------


def test_numbers_keep_comments(visitor: Visitor) -> None:
    """The form changes one number; every other line is as it was, comments and all."""
    version = _mine(visitor)
    before = visitor.app.state.house.workspace.read("mine").text
    path = "parties.us.stake.reputation"
    fields = {"part": "parties.us", "version": version, f"{path}:mode": "13,5"}
    response = visitor.post("/case/mine/numbers", fields)
    assert response.status_code == 303
    after = visitor.app.state.house.workspace.read("mine").text
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    differ = [(a.strip(), b.strip()) for a, b in pairs if a != b]
    assert differ == [
        ("reputation: {low: 8, mode: 14, high: 20}", "reputation: {low: 8, mode: 13.5, high: 20}")
    ]


def test_bad_numbers_are_told(visitor: Visitor) -> None:
    """A range that makes no sense is refused with its place, and nothing is saved."""
    version = _mine(visitor)
    path = "parties.us.stake.reputation"
    for value, status in (("99", 422), ("many", 422), ("1e300", 422)):
        fields = {"part": "parties.us", "version": version, f"{path}:low": value}
        response = visitor.post("/case/mine/numbers", fields)
        assert response.status_code == status
        assert path in response.text
    assert visitor.post("/case/mine/numbers", {"part": "nothing"}).status_code == 422
    assert visitor.get("/case/mine/edit.json").json()["version"] == version


@pytest.mark.parametrize("name", bundled_cases())
def test_only_changed_lines_are_rewritten(name: str) -> None:
    """Whatever number of a bundled case is changed, only lines at its place differ.

    `jpoa` and `sudan` hold texts that ruamel.yaml would write in another way.
    """
    text = (LIBRARY / f"{name}.yaml").read_text("utf-8")
    case = Case.parse(text, name)
    known = routes(case)
    for number in [n for n in case.assumptions if n.path in known][::40]:
        mode = (number.low + number.mode) / 2
        change = Change(number.path, number.low, mode, number.high)
        after = changed(case, text, [change])
        again = next(n for n in Case.parse(after, name).numbers if n.path == number.path)
        assert (again.low, again.mode, again.high) == (number.low, mode, number.high)
        gone = set(text.splitlines()) - set(after.splitlines())
        assert len(gone) <= 2


@pytest.mark.parametrize(
    ("written", "change", "expected"),
    [
        # a plain number stays plain, and becomes a range where it has to
        ("cost: 3", (4, 4, 4), "cost: 4"),
        ("cost: 3", (1, 3, 5), "cost: {low: 1, mode: 3, high: 5}"),
        ("cost: {value: 3, why: seen}", (2, 3, 4), "cost: {low: 2, mode: 3, high: 4, why: seen}"),
        ("cost: {low: 1, mode: 2, high: 3}", (2, 2, 2), "cost: {value: 2}"),
        # whoever left the middle out sees no middle
        ("cost: {low: 1, high: 3}", (1, 2.5, 4), "cost: {low: 1, high: 4}"),
        ("cost: {low: 1, high: 3}", (1, 1.5, 3), "cost: {low: 1, mode: 1.5, high: 3}"),
    ],
)
def test_ranges_in_few_words(
    written: str, change: tuple[float, float, float], expected: str
) -> None:
    """A number is written in the way its author wrote it, as far as it can be."""
    from detente.case.starter import TEMPLATE

    text = TEMPLATE.read_text("utf-8")
    case = Case.parse(text, "starter")
    path = next(n.path for n in case.numbers if n.path.endswith(".cost"))
    line = case.document.place(routes(case)[path])[0]
    lines = text.splitlines(keepends=True)
    indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
    lines[line - 1] = f"{indent}{written}\n"
    text = "".join(lines)
    after = changed(Case.parse(text, "starter"), text, [Change(path, *change)])
    assert f"{indent}{expected}\n" in after


def test_reasons_by_language() -> None:
    """A reason in Russian stands beside the English one, and a new one alone."""
    text = (LIBRARY / "minsk.yaml").read_text("utf-8")
    case = Case.parse(text, "minsk")
    path = "parties.us.stake.reputation"
    number = next(n for n in case.numbers if n.path == path)
    ends = (number.low, number.mode, number.high)
    after = changed(case, text, [Change(path, *ends, "A new reason", "en")])
    after = changed(Case.parse(after, "m"), after, [Change(path, *ends, "Новый довод", "ru")])
    again = next(n for n in Case.parse(after, "m").numbers if n.path == path)
    assert again.why is not None
    assert (again.why["en"], again.why["ru"]) == ("A new reason", "Новый довод")


# --- the folder ----------------------------------------------------------------------------------


def test_workspace_reads_nothing_outside(tmp_path: Path) -> None:
    """Names that are paths, links out of the folder and files of other kinds are not cases."""
    folder = tmp_path / "cases"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text("name: secret\nparties:\n")
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "UPPER.yaml").write_text("x")
    (folder / "notes.txt").write_text("x")
    workspace = Workspace(folder)
    assert workspace.own() == ()
    for name in ("../secret", "link", "/etc/passwd", "..", "", "secret\0", "UPPER", "notes"):
        with pytest.raises(CaseNotFound):
            workspace.read(name)
        with pytest.raises((BadName, CaseNotFound)):
            workspace.earlier(name, 1)
    with pytest.raises(BadName):
        workspace.create("../secret", "x")


def test_two_writers_one_wins(tmp_path: Path) -> None:
    """Of many who save over the same version at once exactly one succeeds; nothing is mixed."""
    workspace = Workspace(tmp_path)
    version = workspace.create("deal", "zero\n").version
    ended: list[str] = []

    def save(n: int) -> None:
        try:
            Workspace(tmp_path).save("deal", f"{n}\n" * 1000, version)
            ended.append(str(n))
        except Conflict:
            pass

    threads = [threading.Thread(target=save, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == 1
    assert workspace.read("deal").text == f"{ended[0]}\n" * 1000
    assert workspace.earlier("deal", 1).text == "zero\n"


def test_answers_while_others_compute(visitor: Visitor) -> None:
    """Several at once are answered, each with its own page."""

    async def all_at_once() -> list[int]:
        asked = [visitor.client.get(f"/case/{n}") for n in ("minsk", "jpoa", "sudan") * 5]
        return [response.status_code for response in await asyncio.gather(*asked)]

    assert asyncio.run(all_at_once()) == [200] * 15
