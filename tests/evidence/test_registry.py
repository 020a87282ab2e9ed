"""Sources: who publishes, the user's own entries, and grades proposed by rule."""

from __future__ import annotations

import pytest

from detente.evidence.errors import InvalidRegistry
from detente.evidence.gazetteer import shipped
from detente.evidence.grading import RELIABILITY, credibility, of_source, reliability
from detente.evidence.registry import Registry, find, read_own, shipped_sources


def test_shipped_sources_are_whole():
    """Each shipped source has an id, basis and date of its own, and no domain twice."""
    sources = shipped_sources()
    assert len(sources) >= 150
    assert len({s.id for s in sources}) == len(sources)
    domains = [d for s in sources for d in s.domains if d != "gov.uk"]
    assert len(set(domains)) == len(domains)
    assert all(s.basis and s.assessed for s in sources)


def test_state_and_party_are_apart():
    """A third state's agency is state-controlled and no party; a party's ministry is both."""
    registry = Registry()
    tass, belta, rferl = (registry.get(n) for n in ("tass", "belta.by", "svaboda.org"))
    assert (tass.state, tass.party) == (True, "")
    assert (belta.state, belta.party) == (True, "belarus")
    assert (rferl.state, rferl.party) == (False, "")


@pytest.mark.parametrize("name", ["BelTA", "БелТА", "belta", "eng.belta.by", "www.belta.by"])
def test_names(name):
    """A source is found by any of its names and hosts."""
    assert Registry().get(name).id == "belta"


def test_own_entries_go_first(tmp_path):
    """An own entry changes only the fields it names, and is marked as own."""
    path = tmp_path / "own.yaml"
    path.write_text("sources:\n- {id: belta, kind: wire}\n- {id: me, name: Me, kind: monitor}\n")
    registry = Registry().with_own(read_own(path))
    assert (registry.get("belta").kind, registry.get("belta").party) == ("wire", "belarus")
    assert registry.get("belta").own
    assert not Registry().get("belta").own
    assert registry.get("Me").own


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": "x", "name": "X", "kind": "wier"}, "did you mean 'wire'"),
        ({"id": "x", "name": "X", "kind": "wire", "contry": "BY"}, "did you mean 'country'"),
        ({"id": "x", "kind": "wire"}, "missing name"),
    ],
)
def test_bad_entries(row, says):
    """A bad entry is refused with the nearest right name."""
    with pytest.raises(InvalidRegistry, match=says):
        Registry().with_own([row])


def test_nobody_is_called_so():
    """An unknown name gives the nearest."""
    with pytest.raises(InvalidRegistry, match="did you mean 'belta'"):
        find(Registry(), "belt")


def test_grades():
    """Grades follow their rules: a party is a grade lower, state media are D, each with reason."""
    assert reliability("wire").letter == "B"
    assert reliability("ministry", party="us").letter == "D"
    assert reliability("public media", state=True).letter == "D"
    assert reliability("no such kind").letter == "F"
    assert all(
        of_source(s).letter in RELIABILITY and of_source(s).reason for s in shipped_sources()
    )
    assert [credibility(s, 0.6) for s in ("confirmed", "corroborated", "denied", "awaited")] == [
        1, 2, 5, 6,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("в Беларуси", "belarus"), ("из Белого дома", "us"), ("Тихановской", "tsikhanouskaya"),
        ("Лукашэнкі", "lukashenko"), ("Лукашенко", "lukashenko"), ("Зеленского", "zelensky"),
        ("the US envoy", "us"), ("tell us more", None), ("Минском", "belarus"), ("Минская", None),
        ("со ссылкой на «Вясну»", "viasna"),
    ],
)  # fmt: skip
def test_endings(text, actor):
    """Names are found in their Cyrillic cases, and not inside other words."""
    found = [m.actor.id for m in shipped().find(text)]
    assert found == ([actor] if actor else [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sources: " + "[" * 5000, "nested deeper"),
        ("a: &a [1]\nsources: [*a]", "aliased"),
        ("sources: 5", "expected a list"),
        ("sources: [{id: x, name: X, kind: wire, domains: x.by}]", "must be a list"),
        ("sources: [{id: x, name: X, kind: wire, state: perhaps}]", "true or false"),
    ],
)
def test_hostile_entries(tmp_path, text, says):
    """A file of own entries that is none is refused with a sentence."""
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(InvalidRegistry, match=says):
        Registry().with_own(read_own(path))
