"""What is computed of a case in another process: a table of studies, each one call and its views.

A study's fields are also the query of its address, the form on its page, and the parameters of
its twin in the description of the interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.case import Case
from detente.web.fields import Field
from detente.web.reporting import counted
from detente.words.language import LANGUAGES, N_, Language, language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from detente.briefing.blocks import Document
    from detente.briefing.rendering.formats import Format
    from detente.case.case import Point

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a study gave: the record, the document in each language, and what pages build on."""

    record: dict[str, Any]
    documents: Mapping[str, Document]
    data: Any = None


@dataclass(frozen=True, slots=True)
class Study:
    """One kind of question about a case.

    Attributes
    ----------
    title
        What its page is called.
    run
        From a case and the values of the fields to the outcome.
    fields
        What it can be told.
    """

    title: str
    run: Callable[[Case, Values], Outcome]
    fields: tuple[Field, ...] = ()


def conduct(name: str, file: str, text: str, values: Values) -> Outcome:
    """Conduct a study of a case given as text, in a process that knows nothing yet."""
    return STUDIES[name].run(Case.parse(text, file), values)


def _each(write: Callable[[Language], Document]) -> dict[str, Document]:
    return {code: write(language(code)) for code in LANGUAGES}


# --- fields --------------------------------------------------------------------------------------

AT = Field(
    "at", N_("Which end of every range"), "choice", "mode",
    choices=(("mode", N_("most likely")), ("low", N_("least")), ("high", N_("largest"))),
)  # fmt: skip
WITH = Field("with", N_("Optional measures to take in"), "options", ())
SEQUENTIAL = Field("sequential", N_("Lots of one step may come in any order"), "flag")
LIMIT = Field("time_limit", N_("Stop searching after, seconds"), "number", None, 0.01, 3600)
OBJECTIVE = Field(
    "objective", N_("What to make smallest"), "choice", "guarantee",
    choices=(
        ("guarantee", N_("what must be at stake")),
        ("exposure", N_("the exposure")),
        ("early", N_("the wait of one party")),
    ),
)  # fmt: skip
PARTY = Field("party", N_("Whose wait"), "party")
TERMS = (AT, WITH, SEQUENTIAL)


def terms(values: Values) -> dict[str, Any]:
    """Give the values of `TERMS` under the names that the library has for them."""
    at: Point = values.get("at", "mode")
    return {
        "at": at,
        "options": values.get("with", ()),
        "sequential": values.get("sequential", False),
    }


# --- studies -------------------------------------------------------------------------------------


def _plan(case: Case, values: Values) -> Outcome:
    from detente.briefing.answer import answer
    from detente.briefing.documents import plan_document
    from detente.briefing.record import plan_record

    objective = values.get("objective", "guarantee")
    party = values.get("party")
    if objective == "early" and party is None:
        raise ValueError(f"early needs a party, one of {', '.join(case.form.parties)}")
    found = answer(
        case,
        **terms(values),
        objective=objective,
        party=party if objective == "early" else None,
        time_limit=values.get("time_limit"),
    )
    documents = _each(
        lambda lang: plan_document(
            case, found.deal, found.ladder, found.repairs, lang, found.coalitions
        )
    )
    return Outcome(plan_record(found), documents, found.ladder.steps)


def _package(case: Case, values: Values) -> Outcome:
    from detente.briefing.package import package_document
    from detente.briefing.package_record import package_record
    from detente.briefing.proposal import propose

    found = propose(case, at=values["at"], time_limit=values["time_limit"])
    documents = _each(lambda lang: package_document(found, lang, values["point"]))
    return Outcome(package_record(found), documents)


def _dates(case: Case, values: Values) -> Outcome:
    from detente.briefing.answer import answer
    from detente.briefing.dates import dates_document
    from detente.briefing.dates_record import dates_record
    from detente.briefing.dating import date_ladder

    found = answer(case, **terms(values), repair=False)
    dating = date_ladder(case, found.ladder, **terms(values), time_limit=values["time_limit"])
    documents = _each(lambda lang: dates_document(case, dating, lang))
    return Outcome(dates_record(case, dating), documents)


def _lots(case: Case, values: Values) -> Outcome:
    from detente.briefing.answer import compiled
    from detente.briefing.lots import advise, lots_document, lots_record

    deal = compiled(case, **terms(values))
    advice = advise(case, deal, values["time_limit"])
    documents = _each(lambda lang: lots_document(case, deal, advice, lang))
    return Outcome(lots_record(case, advice), documents)


def _other_side(case: Case, values: Values) -> Outcome:
    from detente.briefing.answer import answer
    from detente.briefing.other_side import other_side, other_side_document, other_side_record

    found = answer(case, **terms(values), repair=False)
    party = values["party"] or found.deal.parties[-1]
    view = other_side(found, party, values["time_limit"])
    documents = _each(lambda lang: other_side_document(view, lang))
    return Outcome(other_side_record(view), documents)


def _stress(case: Case, values: Values) -> Outcome:
    from detente.briefing.answer import answer
    from detente.briefing.uncertainty.stress import stress_document
    from detente.briefing.uncertainty.stress_record import stress_record
    from detente.uncertainty import study

    options, sequential = values["with"], values["sequential"]
    found = answer(case, options=options, sequential=sequential, repair=False)
    result = study(
        case,
        found.ladder,
        values["draws"],
        values["seed"],
        options=options,
        sequential=sequential,
        robust=values["robust"],
        progress=counted(values["draws"]),
    )
    documents = _each(lambda lang: stress_document(case, found.deal, result, lang))
    record = stress_record(case, result, options, sequential=found.deal.sequential)
    return Outcome(record, documents)


def _beliefs(case: Case, values: Values) -> Outcome:
    from detente.briefing.answer import answer
    from detente.briefing.uncertainty.beliefs import beliefs_document
    from detente.briefing.uncertainty.beliefs_record import beliefs_record
    from detente.uncertainty import assess

    planned = answer(case, options=values["with"], repair=False)
    found = assess(
        case,
        planned.deal,
        planned.ladder,
        (),
        party=values["party"],
        slip=values["slip"],
        discount=values["discount"],
    )
    return Outcome(beliefs_record(found), _each(lambda lang: beliefs_document(case, found, lang)))


def _risk(case: Case, values: Values) -> Outcome:
    from detente.briefing.uncertainty.risk import risk_document
    from detente.briefing.uncertainty.risk_record import risk_record
    from detente.uncertainty import risk

    found = risk(
        case,
        options=values["with"],
        channels=values["channel"] or None,
        horizon=values["horizon"],
        discount=values["discount"],
        draws=values["draws"],
        seed=values["seed"],
        renewed=values["renewed"],
    )
    return Outcome(risk_record(case, found), _each(lambda lang: risk_document(case, found, lang)))


def _channels(case: Case, values: Values) -> Outcome:
    from detente.briefing.channels import channels_document
    from detente.briefing.channels_record import channels_record
    from detente.channels import survey
    from detente.uncertainty import contacts, ends

    of = contacts(case)
    asked = ends(case, values["from"], values["to"])
    found = survey(of, *asked, values["channel"] or of.proposed)
    documents = _each(lambda lang: channels_document(case, found, lang))
    return Outcome(channels_record(case, found), documents)


def _brief(case: Case, values: Values) -> Outcome:
    from detente.briefing.answer import answer
    from detente.briefing.brief import brief_of
    from detente.briefing.record import figures
    from detente.briefing.rendering.formats import render

    found = answer(case, **terms(values), time_limit=values["time_limit"])
    profile, side, code = values["profile"], values["side"], values["lang"]
    ledger = values["ledger"][0] if values["ledger"] else None
    # Its parts are computed for one language: two would take twice as long.
    document = brief_of(found, language(code), profile, side=side, ledger=ledger)
    record: dict[str, Any] = {
        "schema": "detente.web.brief/1",
        "case": case.name,
        "profile": profile,
        **(figures(found.ladder.certificate) if profile != "counterpart" else {}),
        "markdown": render(document, "md").decode(),
    }
    return Outcome(record, {code: document})


def write(document: Document, kind: Format) -> bytes:
    """Write a document as a file; in a process of its own, where it may take its time."""
    from detente.briefing.rendering.formats import render

    return render(document, kind)


def compare(one: tuple[str, str], other: tuple[str, str]) -> Outcome:
    """Plan two versions of a case and set them side by side.

    Parameters
    ----------
    one, other
        What each is called, and its text.
    """
    from detente.briefing.answer import answer
    from detente.briefing.versions import Versions, versions_document, versions_record

    cases = [Case.parse(text, f"{title}.yaml") for title, text in (one, other)]
    answers = [answer(case, repair=False) for case in cases]
    found = Versions(answers[0], answers[1], (one[0], other[0]))
    return Outcome(versions_record(found), _each(lambda lang: versions_document(found, lang)))


_POINTS = (
    ("", "–"),
    ("nash", N_("Nash")),
    ("kalai_smorodinsky", N_("Kalai–Smorodinsky")),
    ("egalitarian", N_("egalitarian")),
    ("utilitarian", N_("utilitarian")),
)
_MINUTE = Field("time_limit", LIMIT.label, "number", 60.0, 0.01, 3600)

PROFILE = Field(
    "profile", N_("Which brief"), "choice", "full",
    choices=(
        ("full", N_("in full")),
        ("minister", N_("one page")),
        ("counterpart", N_("the steps alone, for the other side")),
    ),
)  # fmt: skip
SIDE = Field("side", N_("Written for"), "party")

DRAWS = Field("draws", N_("Draws"), "whole", 100_000, 100, 10_000_000)
SEED = Field("seed", N_("Where the draws begin"), "whole", 0, 0, 2**31)
CHANNEL = Field("channel", N_("Only these proposed channels"), "channels", ())

STUDIES: dict[str, Study] = {
    "plan": Study(N_("The ladder"), _plan, (OBJECTIVE, PARTY, *TERMS, LIMIT)),
    "other-side": Study(
        N_("The other side"),
        _other_side,
        (Field("party", N_("Who looks at it"), "party"), *TERMS, LIMIT),
    ),
    "package": Study(
        N_("Which package to propose"),
        _package,
        (AT, Field("point", N_("Ladder of"), "choice", None, choices=_POINTS), _MINUTE),
    ),
    "dates": Study(N_("On which days"), _dates, (*TERMS, LIMIT)),
    "stress": Study(
        N_("Does it hold if we are wrong?"),
        _stress,
        (
            WITH,
            SEQUENTIAL,
            Field("robust", N_("Look for the order that holds most often"), "flag"),
            DRAWS,
            SEED,
        ),
    ),
    "beliefs": Study(
        N_("Are they serious?"),
        _beliefs,
        (
            WITH,
            Field("party", N_("Only what is believed of"), "party"),
            Field(
                "slip", N_("How often a party does what its type would not"), "number", 0.05, 0, 0.5
            ),
            Field(
                "discount", N_("What a round later counts to an opportunist"), "number", 1.0, 0, 1
            ),
        ),
    ),
    "risk": Study(
        N_("Is it cheap insurance?"),
        _risk,
        (
            WITH,
            CHANNEL,
            Field("horizon", N_("How far ahead, years"), "number", None, 0.1, 50),
            Field("discount", N_("How much less a year later weighs"), "number", None, 0, 1),
            Field("renewed", N_("Renew each time what ends earlier"), "flag"),
            DRAWS,
            SEED,
        ),
    ),
    "channels": Study(
        N_("Through whom can we reach whom?"),
        _channels,
        (
            Field("from", N_("Who sends"), "actor"),
            Field("to", N_("Who is to hear"), "actor"),
            CHANNEL,
        ),
    ),
    "brief": Study(N_("The brief"), _brief, (PROFILE, SIDE, *TERMS, LIMIT)),
    "lots": Study(N_("How fine to cut"), _lots, (*TERMS, LIMIT)),
}
