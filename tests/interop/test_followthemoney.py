"""FollowTheMoney: its library accepts every entity that `detente evidence export` writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.evidence.data import table
from detente.evidence.formats.ftm import export_actors
from detente.evidence.gazetteer import actor_of
from detente.evidence.registry import shipped_sources
from tests.interop.peers import ask, detente

TABLE = """event,attribute,value,publisher,upstream_origin,pub_date,url
2025-06-21 release,people,14,BBC,Госдепартамент,2025-06-22,https://bbc.com/a
2025-06-21 release,people,14,Наша Нива,,2025-06-22,https://nashaniva.com/b
2025-06-21 release,people,15,OFAC,,2025-06-23,
"""


def read(folder: Path, text: str) -> dict[str, dict[str, Any]]:
    """What the library makes of entities, by id; it has nothing against any of them."""
    path = folder / "entities.ftm.json"
    path.write_text(text, "utf-8")
    found = ask("ftm_read", path)
    assert found["ids"], "an id is there twice"
    for one in found["entities"]:
        assert one["against"] == [], one
        assert one["same"], one
    return {one["id"]: one for one in found["entities"]}


def test_who_speaks_is_accepted_with_names_in_both_scripts(capsys, tmp_path: Path) -> None:
    """People and bodies of a table: schemata, required properties, types and written forms."""
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    text = detente(capsys, "evidence", "export", tmp_path / "t.csv", "--format", "ftm")
    found = {one["caption"]: one for one in read(tmp_path, text).values()}
    assert found["State Department"]["schema"] == "PublicBody"
    assert "Госдепартамент" in found["State Department"]["names"]
    assert found["Nasha Niva"]["schema"] == "Organization"
    assert found["BBC"]["countries"] == ["gb"]
    assert ["website", "https://bbc.com/"] in found["BBC"]["statements"]


def test_all_who_are_shipped_are_accepted(tmp_path: Path) -> None:
    """Every source and every actor that comes with detente, not only those that a table names."""
    actors = [actor_of(row) for row in table("actors")]
    found = read(tmp_path, export_actors(actors, shipped_sources()))
    assert len(found) >= len(shipped_sources())
    assert {one["schema"] for one in found.values()} == {"Person", "PublicBody", "Organization"}


def test_listings_go_there_and_back(capsys, tmp_path: Path) -> None:
    """Written by the library, read here, written here: the same listing, its reference resolved."""
    theirs = tmp_path / "theirs.ftm.json"
    theirs.write_text("\n".join(ask("ftm_write")["lines"]) + "\n", "utf-8")
    claims = tmp_path / "listings.csv"
    detente(capsys, "evidence", "import", theirs, "--format", "ftm", "-o", claims)
    found = read(tmp_path, detente(capsys, "evidence", "export", claims, "--format", "ftm"))
    listed = {}
    for one in found.values():
        for role, target in one["edges"]:
            assert role == "entity"
            listed[found[target]["caption"]] = one
    assert set(listed) == {"Belavia – Белорусские авиалинии", "Volga"}
    assert listed["Volga"]["dates"] == ["2022-03", None]
    sanction = listed["Belavia – Белорусские авиалинии"]
    assert sanction["dates"] == ["2021-12-02", "2025-09-11"]
    assert ["program", "BELARUS-EO14038"] in sanction["statements"]
    assert ["authority", "Office of Foreign Assets Control"] in sanction["statements"]


def test_a_list_of_the_library_is_compared_with_itself_later(capsys, tmp_path: Path) -> None:
    """`ledger diff` reads the library's entities: whose sanction has ended by then is delisted."""
    text = "\n".join(ask("ftm_write")["lines"]) + "\n"
    old, new = tmp_path / "list-2025-09-01.ftm.json", tmp_path / "list-2025-10-01.ftm.json"
    for file in (old, new):
        file.write_text(text, "utf-8")
    told = json.loads(detente(capsys, "ledger", "diff", old, new, "--json"))
    assert [one["form"] for one in (told["old"], told["new"])] == ["ftm", "ftm"]
    assert [one["entries"] for one in (told["old"], told["new"])] == [2, 1]
    (change,) = told["proposals"]
    assert change["change"] == "delisted"
    assert change["name"] == "Belavia – Белорусские авиалинии"


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    """The check can fail: a property that is not there, a bad value, a reference to nobody."""
    path = tmp_path / "bad.ftm.json"
    path.write_text(
        '{"id": "a", "schema": "Person", "properties": {"country": ["Narnia"], "flag": ["x"]}}\n'
        '{"id": "b", "schema": "Sanction", "properties": {"entity": ["nobody"]}}\n',
        "utf-8",
    )
    person, sanction = ask("ftm_read", path)["entities"]
    said = " ".join(person["against"])
    for word in ("lacks name", "no property flag", "Narnia"):
        assert word in said
    assert any("nobody is not there" in one for one in sanction["against"])
