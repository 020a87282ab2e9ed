"""Every page and its twin answer, in both languages, and hold what they are for."""

import json

import pytest

from detente.case import Case, write_starter
from detente.exchange import certify
from detente.planning import plan
from tests.web.clients import Visitor

PAGES = [
    "/",
    "/case/minsk",
    "/case/minsk/edit",
    "/case/minsk/numbers",
    "/case/minsk/ladder",
    "/case/minsk/what-if",
    "/case/minsk/other-side",
    "/case/minsk/dates",
    "/case/minsk/lots",
    "/case/minsk/stress?draws=2000",
    "/case/minsk/beliefs",
    "/case/minsk/risk?draws=2000",
    "/case/minsk/channels",
    "/case/minsk/brief",
    "/case/minsk/ledger",
    "/case/minsk/evidence",
    "/compare",
    "/compare?one=minsk&other=jpoa",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer(shared: Visitor, path: str) -> None:
    """A page is HTML in the language asked for, with its title and one main part."""
    for code, word in (("en", "This page as JSON"), ("ru", "Эта страница в JSON")):
        mark = "&" if "?" in path else "?"
        response = shared.ready(f"{path}{mark}lang={code}")
        assert response.status_code == 200
        assert f'<html lang="{code}">' in response.text
        assert word in response.text
        assert response.text.count("<h1>") == 1
        assert "style=" not in response.text  # the policy would refuse it
    shared.client.cookies.delete("detente-lang")


@pytest.mark.parametrize("path", PAGES)
def test_twins_answer(shared: Visitor, path: str) -> None:
    """The twin of a page is JSON with a schema."""
    plain, _, query = path.partition("?")
    twin = f"{'/index' if plain == '/' else plain}.json?{query}"
    response = shared.ready(twin)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json()["schema"].startswith("detente.")


def test_ladder_is_the_library_s(shared: Visitor) -> None:
    """The twin of the ladder says what the library says of the same case."""
    record = shared.ready("/case/minsk/ladder.json").json()
    deal = Case.load("minsk").exchange()
    ladder = plan(deal)
    assert [tuple(step) for step in record["steps"]] == list(ladder.steps)
    assert record["guarantee"] == dict(ladder.guarantee)
    assert record["schema"] == "detente.plan/1"


def test_moved_step_is_certified_anew(shared: Visitor) -> None:
    """Without a script a button moves a step, and the figures are the certificate's."""
    steps = [tuple(step) for step in shared.ready("/case/minsk/ladder.json").json()["steps"]]
    response = shared.get("/case/minsk/ladder?move=3:2")
    assert response.status_code == 303
    address = response.headers["location"]
    assert "move=" not in address
    steps[1], steps[2] = steps[2], steps[1]
    expected = certify(Case.load("minsk").exchange(), steps)
    record = shared.get(address.replace("/ladder?", "/ladder.json?")).json()
    assert record["steps"] == [list(step) for step in expected.steps]
    assert record["guarantee"] == dict(expected.guarantee)
    assert record["certificate"]["rows"][5]["margin"] == expected.rows[5].margin
    assert "Your order" in shared.get(address).text


def test_moving_back_gives_the_planned_address(shared: Visitor) -> None:
    """The planned order needs no order in its address."""
    there = shared.get("/case/minsk/ladder?move=3:2").headers["location"]
    back = shared.get(f"{there}&move=3:2").headers["location"]
    assert back == "/case/minsk/ladder"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("order=envoy_visit", "missing"),  # a lot left out
        ("order=nonsense", "there is no lot"),
        ("move=0:1", "there is no move"),
        ("move=1:99", "there is no move"),
        ("move=x", "there is no move"),
        ("time_limit=soon", "time_limit is a number"),
        ("objective=gain", "objective cannot be"),
        ("with=nonsense", "has no option"),
        ("objective=early", "early needs a party"),
    ],
)
def test_wrong_ladders_are_told(shared: Visitor, query: str, said: str) -> None:
    """An address that makes no sense is answered with a sentence, never a fault."""
    response = shared.ready(f"/case/minsk/ladder?{query}")
    assert response.status_code == 422
    assert said in response.text


def test_order_against_a_precedence_can_be_mended(shared: Visitor) -> None:
    """Where an order breaks a rule the steps are still there to be moved on."""
    text = shared.ready("/case/jpoa/ladder").text
    assert "data-step" in text
    case = Case.load("jpoa")
    deal = case.exchange()
    first, then = deal.after[0]
    steps = plan(deal).steps
    order = [lot for step in steps for lot in step if lot != first]
    order.insert(order.index(then) + 1, first)
    response = shared.get(f"/case/jpoa/ladder?order={','.join(order)}")
    assert response.status_code == 422
    assert "must follow it" in response.text
    assert response.text.count("data-step") == text.count("data-step")


def test_what_if_certifies_at_the_point(shared: Visitor) -> None:
    """A moved assumption changes the figures as the library has it, and shortens its address."""
    case = Case.load("minsk")
    number = next(n for n in case.assumptions if n.path == "parties.us.stake.reputation")
    others = "&".join(f"{n.path}={n.mode}" for n in case.assumptions[:3] if n is not number)
    response = shared.ready(f"/case/minsk/what-if?{number.path}={number.low}&{others}")
    assert response.status_code == 303
    address = response.headers["location"]
    assert address == f"/case/minsk/what-if?{number.path}={number.low}"
    record = shared.get(address.replace("what-if?", "what-if.json?")).json()
    deal = case.exchange({number.path: number.low})
    expected = certify(deal, plan(case.exchange()).steps)
    assert record["self_enforcing"] is expected.self_enforcing is False
    assert record["at"] == {number.path: number.low}


def test_what_if_can_plan_anew(shared: Visitor) -> None:
    """With `replan` the ladder is sought again under the moved assumptions."""
    path = "parties.us.stake.reputation"
    record = shared.ready(f"/case/minsk/what-if.json?{path}=8&replan=1").json()
    assert record["schema"] == "detente.plan/1"
    assert record["at"] == {path: 8.0}


def test_what_if_refuses_what_the_case_does_not_allow(shared: Visitor) -> None:
    """A value outside its range is refused, with the range."""
    response = shared.ready("/case/minsk/what-if?parties.us.stake.reputation=99")
    assert response.status_code == 422
    assert "between 8 and 20" in response.text


def test_other_side(shared: Visitor) -> None:
    """The other side's view is in its own points, and names what it would ask for."""
    record = shared.ready("/case/minsk/other-side.json?party=by").json()
    assert record["party"] == "by"
    assert record["gain"] == pytest.approx(14.35, abs=0.005)  # the case's own figure
    assert record["earlier"]
    assert "as Belarus sees it" in shared.get("/case/minsk/other-side?party=by").text


def test_downloads(shared: Visitor) -> None:
    """The brief comes in every format, as a file with a name of its own."""
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype"), ("md", b"# ")):
        response = shared.get(f"/case/minsk/brief.{kind}?profile=minister&lang=ru")
        assert response.status_code == 200
        assert response.content.startswith(start)
        assert f'filename="minsk-minister-ru.{kind}"' in response.headers["content-disposition"]


def test_comparison(shared: Visitor) -> None:
    """Two cases side by side have both their figures."""
    record = shared.ready("/compare.json?one=minsk&other=sudan").json()
    assert record["one"]["case"] == "minsk"
    assert record["other"]["case"] == "sudan"
    assert shared.get("/compare?one=minsk&other=nothing").status_code == 404
    assert shared.get("/compare?one=minsk&other=minsk@7").status_code == 404


def test_unknown_pages(shared: Visitor) -> None:
    """What is not there is 404, what is not to be done so is 405; both are told in words."""
    for address in ("/nothing", "/case/nothing", "/case/nothing/ladder", "/static/secret"):
        assert shared.get(address).status_code == 404
    assert shared.get("/case/nothing.json?lang=en").json()["error"] == "there is no case 'nothing'"
    assert "minsk" in shared.get("/case/minks").text
    assert shared.post("/case/minsk").status_code == 405
    assert shared.get("/new").status_code == 405


def test_refusals_in_russian(visitor: Visitor) -> None:
    """What is refused is told in the reader's language, beside the case's own pages."""
    write_starter(visitor.app.state.house.workspace.folder / "talks.yaml")
    refused = visitor.ready("/case/talks/risk?lang=ru")
    assert refused.status_code == 422
    assert "не указано инцидентов" in refused.text
    assert 'href="/case/talks/ladder"' in refused.text
    assert "По этому адресу страницы нет." in visitor.get("/nothing?lang=ru").text
    assert "нет дела «minks»" in visitor.get("/case/minks?lang=ru").text
    told = visitor.post("/case/talks/check?lang=ru", {"text": "name: talks\n"}).json()
    assert told["problems"][0]["message"] == "этого не хватает"


def test_start_lists_cases(visitor: Visitor) -> None:
    """The start page lists bundled cases and own ones, and says which file is not valid yet."""
    folder = visitor.app.state.house.workspace.folder
    (folder / "draft.yaml").write_text("name: draft\nparties: {a: {}}\n")
    (folder / "compose.yaml").write_text("services: {}\n")  # no case at all
    visitor.post("/new", {"name": "mine", "source": "minsk"})
    record = visitor.get("/index.json").json()
    assert [case["name"] for case in record["own"]] == ["mine"]
    assert record["invalid"] == ["draft"]
    assert {"minsk", "jpoa", "sudan"} <= {case["name"] for case in record["cases"]}
    text = visitor.get("/").text
    assert "/case/draft/edit" in text
    assert "compose" not in text


def test_interface_is_described(shared: Visitor) -> None:
    """The description names every twin, with what its address can be told."""
    described = shared.get("/openapi.json").json()
    ladder = described["paths"]["/case/{name}/ladder.json"]["get"]
    names = {parameter["name"] for parameter in ladder["parameters"]}
    assert {"name", "objective", "party", "at", "order", "lang"} <= names
    assert json.dumps(described)
