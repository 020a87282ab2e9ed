"""The ledger page: two people record and confirm; roles and the ledger's own rules hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.clients import Visitor, team

LEDGER = "/case/minsk/ledger"
LOT = "releases_prominent.1"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[dict[str, Visitor]]:
    """Four people with a role each on one server, whose ledger has begun."""
    app = team(tmp_path)
    roles = ("reader", "analyst", "confirmer", "admin")
    found = {role: Visitor(app).become(role) for role in roles}
    found["analyst"].post(f"{LEDGER}/begin")
    yield found
    app.state.house.close()


def _lot(visitor: Visitor, name: str = LOT) -> str:
    lots = visitor.get(f"{LEDGER}.json").json()["lots"]
    return str(next(lot["status"] for lot in lots if lot["lot"] == name))


def test_before_it_begins(visitor: Visitor) -> None:
    """Without a ledger the page says so and offers to begin one; its twin has no events."""
    assert "Begin a ledger" in visitor.get(LEDGER).text
    assert visitor.get(f"{LEDGER}.json").json()["events"] == 0
    assert visitor.post(f"{LEDGER}/begin").status_code == 303
    assert visitor.get(f"{LEDGER}.json").json()["schema"] == "detente.ledger.status/1"


def test_two_people_record_and_confirm(people: dict[str, Visitor]) -> None:
    """What one records as delivered another confirms; the log has both by name."""
    said = people["analyst"].post(
        f"{LEDGER}/record",
        {"kind": "delivery", "item": LOT, "when": "2025-09-11", "source": "BelTA"},
    )
    assert said.status_code == 303
    assert "minsk%231" in said.headers["location"]
    assert _lot(people["reader"]) == "claimed"
    page = people["confirmer"].get(LEDGER).text
    assert 'value="minsk#1"' in page
    done = {"kind": "confirmation", "item": "minsk#1", "party": "us", "done": "yes"}
    assert people["confirmer"].post(f"{LEDGER}/record", done).status_code == 303
    assert _lot(people["reader"]) == "confirmed"
    log = people["reader"].get(f"{LEDGER}/log.json").json()["events"]
    assert [(e["body"]["kind"], e["body"]["by"]) for e in log] == [
        ("delivery", "analyst"),
        ("confirmation", "confirmer"),
    ]
    assert log[0]["body"]["evidence"] == [{"source": "BelTA"}]


def test_nobody_confirms_their_own(people: dict[str, Visitor]) -> None:
    """An admin may do both, but not to one delivery; nor may the claimant's side check it."""
    admin = people["admin"]
    admin.post(f"{LEDGER}/record", {"kind": "delivery", "item": LOT})
    done = {"kind": "confirmation", "item": "minsk#1", "party": "us", "done": "yes"}
    refused = admin.post(f"{LEDGER}/record", done)
    assert refused.status_code == 422
    assert _lot(admin) == "claimed"
    own = people["confirmer"].post(f"{LEDGER}/record", {**done, "party": "by"})
    assert own.status_code == 422


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        ("reader", "note", 403),
        ("reader", "delivery", 403),
        ("analyst", "confirmation", 403),  # recording and confirming are two people's work
        ("analyst", "account", 403),
        ("confirmer", "delivery", 403),
        ("analyst", "note", 303),
        ("confirmer", "note", 303),
    ],
)
def test_roles(people: dict[str, Visitor], role: str, kind: str, status: int) -> None:
    """A role records what the ledger's table allows, whatever its page shows."""
    fields = {"kind": kind, "item": "" if kind == "note" else LOT, "what": "x"}
    assert people[role].post(f"{LEDGER}/record", fields).status_code == status


def test_forms_by_role(people: dict[str, Visitor]) -> None:
    """Whoever may record nothing sees no forms."""
    people["analyst"].post(f"{LEDGER}/record", {"kind": "delivery", "item": LOT})
    assert 'name="kind"' not in people["reader"].get(LEDGER).text
    analyst = people["analyst"].get(LEDGER).text
    assert 'value="delivery"' in analyst
    assert 'value="confirmation"' not in analyst
    confirmer = people["confirmer"].get(LEDGER).text
    assert 'value="confirmation"' in confirmer
    assert 'value="delivery"' not in confirmer


def test_past_days(people: dict[str, Visitor]) -> None:
    """The page of a past day is that day's, has no forms, and a day to come is refused."""
    analyst = people["analyst"]
    analyst.post(f"{LEDGER}/record", {"kind": "delivery", "item": LOT, "when": "2025-09-11"})
    before = analyst.get(f"{LEDGER}.json?as_of=2025-09-10").json()
    after = analyst.get(f"{LEDGER}.json?as_of=2025-09-12").json()
    status = [
        next(lot["status"] for lot in record["lots"] if lot["lot"] == LOT)
        for record in (before, after)
    ]
    assert status == ["open", "claimed"]
    assert 'name="kind"' not in analyst.get(f"{LEDGER}?as_of=2025-09-12").text
    assert analyst.get(f"{LEDGER}?as_of=2999-01-01").status_code == 422
    assert analyst.get(f"{LEDGER}?as_of=soon").status_code == 422
    known = analyst.get(f"{LEDGER}.json?as_of=2025-09-12&known=1").json()
    assert known["events"] == 0  # it was recorded later than that


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "delivery", "item": "nothing", "party": "by"}, "there is no lot"),
        ({"kind": "delivery", "item": LOT, "when": "2999-01-01"}, "still to come"),
        ({"kind": "delivery", "item": LOT, "when": "soon"}, "soon"),
        ({"kind": "relief", "party": "us", "quantity": "many"}, "many"),
        ({"kind": "commitment", "item": LOT, "days": "x"}, "x"),
        ({"kind": "note"}, "it needs what"),
    ],
)
def test_what_does_not_fit_is_told(
    people: dict[str, Visitor], fields: dict[str, str], said: str
) -> None:
    """A bad event is refused with a sentence, and nothing is recorded."""
    response = people["analyst"].post(f"{LEDGER}/record", fields)
    assert response.status_code == 422
    assert said in response.text
    assert people["reader"].get(f"{LEDGER}.json").json()["events"] == 0


def test_promises_and_due(people: dict[str, Visitor]) -> None:
    """A promise with its date stands among what is due, overdue once its day has passed."""
    fields = {"kind": "commitment", "item": LOT, "due": "2025-09-30", "grace": "5"}
    assert people["analyst"].post(f"{LEDGER}/record", fields).status_code == 303
    record = people["reader"].get(f"{LEDGER}/due.json").json()
    assert record["pressing"] == 1
    assert record["deadlines"][0]["item"] == LOT
    for end in ("due", "respond", "stop", "log", "verify"):
        assert people["reader"].get(f"{LEDGER}/{end}").status_code == 200


def test_files_are_hashed_not_kept(people: dict[str, Visitor], tmp_path: Path) -> None:
    """Of a file given as evidence the ledger keeps name and hash, and no byte lands on disk."""
    files = {"file": ("../../proof.txt", b"a secret of somebody")}
    people["analyst"].post(f"{LEDGER}/record", {"kind": "note", "what": "seen"}, files=files)
    event = people["reader"].get(f"{LEDGER}/log.json").json()["events"][0]["body"]
    assert event["evidence"][0]["file"] == "proof.txt"
    assert len(event["evidence"][0]["sha256"]) == 64
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"a secret of somebody" in path.read_bytes() for path in kept)


def test_verification(people: dict[str, Visitor]) -> None:
    """The page proves the chain whole, and names the first bad event where it is not."""
    import sqlite3

    people["analyst"].post(f"{LEDGER}/record", {"kind": "note", "what": "first"})
    assert "checkpoint" in people["reader"].get(f"{LEDGER}/verify").text.lower()
    house = people["reader"].app.state.house
    other = sqlite3.connect(house.settings.store)
    for (name,) in other.execute(
        "select name from sqlite_master where type = 'trigger'"
    ).fetchall():
        other.execute(f"drop trigger {name}")
    other.execute("update event set body = replace(body, 'first', 'worst')")
    other.commit()
    other.close()
    record = people["reader"].get(f"{LEDGER}/verify.json").json()
    assert record["fault"] is not None


def test_long_logs(people: dict[str, Visitor]) -> None:
    """The log shows the last events, as many as its address asks for."""
    for n in range(4):
        people["analyst"].post(f"{LEDGER}/record", {"kind": "note", "what": f"note {n}"})
    record = people["reader"].get(f"{LEDGER}/log.json?last=2").json()
    assert [e["body"]["what"] for e in record["events"]] == ["note 2", "note 3"]
    assert record["length"] == 4
    for bad in ("0", "many", "-1", "1000000000"):
        assert people["reader"].get(f"{LEDGER}/log?last={bad}").status_code == 422
