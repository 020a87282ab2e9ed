"""Spoiled case files: each gets its place, its path and a plain sentence, and nothing else."""

from pathlib import Path

import pytest

from detente.case import Case, CaseNotFound, InvalidCase
from detente.case.reader import MAX_BYTES, MAX_DEPTH
from tests.case.texts import WHOLE, changed, written


def refused(path: Path) -> InvalidCase:
    """The error for the file at `path`, after checking that its places lie in the file."""
    with pytest.raises(InvalidCase) as caught:
        Case.load(path)
    lines = path.read_bytes()[:MAX_BYTES].decode("utf-8", "replace").split("\n")
    for problem in caught.value.problems:
        assert problem.file == str(path)
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        for jargon in ("pydantic", "https://", "Traceback", "type=", "Input should"):
            assert jargon not in problem.message
    return caught.value


# Each: what is changed in WHOLE, where the fault is found, and words of its sentence.
SPOILED = {
    # keys that are missing, unknown or twice there
    "no_name": (("name: whole\n", ""), "name", "missing"),
    "no_title": (("title: {en: Whole, ru: Целое}\n", ""), "title", "missing"),
    "no_as_of": (("as_of: 2025-08-16\n", ""), "as_of", "missing"),
    "no_giver": (("    giver: a\n    kind: standing\n", ""), "measures.port.giver", "missing"),
    "no_cost": (("    cost: 3\n    value:\n      b: {low: 8", "    value:\n      b: {low: 8"),
                "measures.port.cost", "missing"),
    "no_measure_name": (("    name: {en: Guard, ru: Охрана}\n", ""),
                        "measures.guard.name", "missing"),
    "no_source_title": (("{title: Report, publisher", "{publisher"),
                        "sources.report.title", "missing"),
    "no_english": (("title: {en: Whole, ru: Целое}", "title: {ru: Целое}"), "title.en", "missing"),
    "no_what": (("by: b, what: {en: A ship left, ru: Корабль ушёл}", "by: b"),
                "already.1.what", "missing"),
    "no_rate": (("    rate: {events: 2, years: 4}\n", ""), "incidents.clash.rate", "missing"),
    "half_a_range": (("low: 8, mode: 10, high: 12", "low: 8, mode: 10"),
                     "measures.port.value.b.high", "missing"),
    "unknown_top_key": (("beliefs:", "belief:"), "belief", "did you mean 'beliefs'"),
    "unknown_measure_key": (("    giver: b\n    track: sea", "    giver: b\n    trak: sea"),
                            "measures.ships.trak", "did you mean 'track'"),
    "unknown_party_key": (("    cap: {value: 9, why: Enough}", "    caps: 9"),
                          "parties.a.caps", "did you mean 'cap'"),
    "unknown_stake_key": (("      expiry: {value: 1", "      expires: {value: 1"),
                          "parties.b.stake.expires", "did you mean 'expiry'"),
    "unknown_deep_key": (("detection: .99", "detecton: .99"),
                         "verification.published.detecton", "did you mean 'detection'"),
    "names_of_people": (("    quantity: 30", "    names: [somebody]\n    quantity: 30"),
                        "measures.ships.names", "no names of people"),
    "comma_without_quotes": (("ru: Корабли домой", "ru: Корабли, домой"),
                             "measures.ships.name.домой", "needs quotes"),
    "duplicate_key": (("    lead: 7\n", "    lead: 7\n    lead: 8\n"),
                      "measures.ships.lead", "twice"),
    "duplicate_measure": (("  guard:\n    name: {en: Guard", "  ships:\n    name: {en: Guard"),
                          "measures.ships", "twice"),
    # wrong kinds of things
    "text_for_number": (("    cost: 3\n    value:\n      b: {low: 8",
                         "    cost: three\n    value:\n      b: {low: 8"),
                        "measures.port.cost", "expected a number, got 'three'"),
    "decimal_comma": (("    lead: 7\n", "    lead: 7,5\n"), "measures.ships.lead", "write 7.5"),
    "decimal_comma_in_braces": (("worth: {low: 10, mode: 20", "worth: {low: 10, mode: 20,5"),
                                "parties.a.objectives.trade.worth.5", "write it with a point"),
    "quoted_number": (("    lead: 7\n", "    lead: '7'\n"),
                      "measures.ships.lead", "got '7': write it without quotes"),
    "per_cent": (("recovered: .6", "recovered: 60%"),
                 "revocability.licence.recovered", "got '60%': write 0.6"),
    "true_for_number": (("    lead: 7\n", "    lead: true\n"), "measures.ships.lead", "got true"),
    "list_for_number": (("    lead: 7\n", "    lead: [7]\n"), "measures.ships.lead", "got a list"),
    "number_for_text": (("title: {en: Whole, ru: Целое}", "title: 7"), "title", "expected a text"),
    "nothing_for_text": (("title: {en: Whole, ru: Целое}", "title:"), "title", "expected a text"),
    "number_for_name": (("name: whole", "name: 7"), "name", "put it in quotes"),
    "text_for_list": (("    after: [ships.1]", "    after: ships.1"),
                      "measures.port.after", "expected a list"),
    "text_for_flag": (("option: true", "option: maybe"), "measures.rail.option", "true or false"),
    "no_for_flag": (("option: true", "option: NO"), "measures.rail.option", "write false"),
    "yes_for_flag": (("option: true", "option: yes"), "measures.rail.option", "write true"),
    "text_for_mapping": (("    value: {a: 4}", "    value: four"),
                         "measures.rail.value", "expected a mapping"),
    "mapping_for_list": (("tags: [arms]", "tags: {arms: 1}"), "measures.guard.tags", "a list"),
    "list_for_party": (("  b:\n    name: {en: Beta, ru: Бета}\n", "  b: []\n  bb:\n    name: B\n"),
                       "parties.b", "expected a mapping"),
    "nothing_for_measures": (("  guard:\n", "  gap:\n  guard:\n"),
                             "measures.gap", "got nothing"),
    "empty_text": (("publisher: Office", "publisher: ''"), "sources.report.publisher", "empty"),
    "unknown_kind": (("kind: standing", "kind: standin"), "measures.port.kind", "'standing'"),
    "unknown_instrument": (("instrument: transfer", "instrument: transver"),
                           "measures.ships.instrument", "'transfer'"),
    "bad_id": (("  rail:\n", "  rail way:\n"), "measures.rail way", "letters, digits"),
    "one_end_of_a_channel": (("between: [a, b]", "between: [a]"),
                             "channels.line.between.2", "missing"),
    "no_lots": (("lots: 3", "lots: 0"), "measures.ships.lots", "1 to 500"),
    "half_lots": (("lots: 3", "lots: 2.5"), "measures.ships.lots", "whole number"),
    # numbers out of place
    "low_above_high": (("low: 8, mode: 10, high: 12", "low: 8, mode: 10, high: 2"),
                       "measures.port.value.b", "low 8 is above high 2"),
    "mode_outside": (("low: 8, mode: 10, high: 12", "low: 8, mode: 13, high: 12"),
                     "measures.port.value.b", "mode 13 is not between 8 and 12"),
    "value_and_range": (("{value: 9, why: Enough}", "{value: 9, low: 8, high: 10}"),
                        "parties.a.cap", "not both"),
    "share_above_one": (("recovered: .6", "recovered: 60"),
                        "revocability.licence.recovered", "60 is above 1"),
    "negative_share": (("false_alarm: 0", "false_alarm: -.1"),
                       "verification.published.false_alarm", "-0.1 is below 0"),
    "negative_cap": (("{value: 4, sources", "{value: -4, sources"), "audiences.c.cap", "below 0"),
    "negative_lead": (("    lead: 7\n", "    lead: -7\n"), "measures.ships.lead", "below 0"),
    "nan": (("    lead: 7\n", "    lead: .nan\n"), "measures.ships.lead", "not a finite number"),
    "infinite": (("low: -1, mode", "low: -.inf, mode"), "measures.ships.cost.low", "finite"),
    "too_large": (("    lead: 7\n", "    lead: 1e999\n"), "measures.ships.lead", "too large"),
    "beyond_bounds": (("high: 12}", "high: 1e300}"), "measures.port.value.b", "above"),
    "zero_years": (("years: 4", "years: 0"), "incidents.clash.rate.years", "below"),
    "serves_too_much": (("calm: .25", "calm: .5"),
                        "measures.ships.value.a.serves", "more than 1"),
    "wrong_sum": (("      early: {cost: 1,", "      early: {cost: 1, quantity: 3,"), None, None),
    # dates
    "month_13": (("as_of: 2025-08-16", "as_of: 2026-13-01"), "as_of", "2026-13-01 is no date"),
    "day_31": (("deadline: 2026-01-01", "deadline: 2026-02-31"),
               "measures.port.deadline", "no date"),
    "partial_day": (("as_of: 2025-08-16", "as_of: 2025-08"), "as_of", "such as 2025-08-16"),
    "slashes": (("as_of: 2025-08-16", "as_of: 16/08/2025"), "as_of", "such as 2025-08-16"),
    "bad_source_date": (("date: 2025-08, kind", "date: 2025-99, kind"),
                        "sources.report.date", "no date"),
    "done_in_future": (("{date: 2025-08-01, by", "{date: 2025-09-01, by"),
                       "already.1.date", "later than as_of"),
    "ended_before": (("date: 2026-03, what", "date: 2025-07, what"),
                     "outcome.date", "before as_of"),
    "ended_somehow": (("result: held", "result: hold"), "outcome.result", "did you mean 'held'"),
    "unknown_outcome_source": (("sources: [later]", "sources: [latter]"),
                               "outcome.sources.1", "did you mean 'later'"),
    "deadline_first": (("    deadline:", "    not_before: 2026-02-01\n    deadline:"),
                       "measures.port.deadline", "before not_before"),
    # names that nobody bears
    "unknown_giver": (("    giver: b\n    track", "    giver: bb\n    track"),
                      "measures.ships.giver", "no party 'bb'"),
    "audience_gives": (("    giver: b\n    track", "    giver: c\n    track"),
                       "measures.ships.giver", "no party 'c'"),
    "unknown_receiver": (("      c: -1", "      cc: -1"), "measures.ships.value.cc", "'cc'"),
    "giver_receives": (("      c: -1", "      b: -1"), "measures.ships.value.b", "is the cost"),
    "unknown_objective": (("trade: .75", "traid: .75"),
                          "measures.ships.value.a.serves.traid", "did you mean 'trade'"),
    "objective_without_worth": (("{from: {trade:", "{from: {calm:"),
                                "measures.fees.value.a.from.calm", "no worth"),
    "nothing_summed": (("{from: {trade: {low: .1, mode: .2, high: .3}}}", "{from: {}}"),
                       "measures.fees.value.a.from", "at least one"),
    "unknown_after": (("after: [ships.1]", "after: [ships.9]"),
                      "measures.port.after.1", "did you mean 'ships."),
    "unknown_together": (("together: [fees.late]", "together: [fee.late]"),
                         "measures.rail.together.1", "did you mean 'fees.late'"),
    "together_alone": (("together: [fees.late]", "together: [rail]"),
                       "measures.rail.together.1", "this lot itself"),
    "unknown_requires": (("requires: [port]", "requires: [prot]"),
                         "measures.rail.requires.1", "did you mean 'port'"),
    "requires_itself": (("requires: [port]", "requires: [rail]"),
                        "measures.rail.requires.1", "other measure"),
    "requires_and_excludes": (("requires: [port]", "requires: [port]\n    excludes: [port]"),
                              "measures.rail.excludes.1", "also under requires"),
    "unknown_terms": (("revocability: licence", "revocability: licens"),
                      "measures.port.revocability", "did you mean 'licence'"),
    "unknown_check": (("verification: published", "verification: publisht"),
                      "measures.ships.verification", "did you mean 'published'"),
    "unknown_track": (("track: sea", "track: see"), "measures.ships.track", "did you mean 'sea'"),
    "unknown_source": (("They lie idle\n    sources: [report]", "Idle\n    sources: [repor]"),
                       "measures.ships.sources.1", "did you mean 'report'"),
    "unknown_consent": (("consents: {c:", "consents: {d:"), "measures.port.consents.d", "'d'"),
    "unknown_loser": (("lost: {b: .5}", "lost: {d: .5}"),
                      "measures.guard.revocability.lost.d", "'d'"),
    "unknown_holder": (("holder: b", "holder: bob"), "parties.a.stake.deposit.holder", "'bob'"),
    "own_holder": (("holder: b", "holder: a"), "parties.a.stake.deposit.holder", "somebody else"),
    "unknown_doer": (("by: b, what", "by: x, what"), "already.1.by", "'x'"),
    "unknown_victim": (("severity: {a:", "severity: {z:"), "incidents.clash.severity.z", "'z'"),
    "unknown_remedy": (("effects: {guard:", "effects: {gard:"),
                       "incidents.clash.effects.gard", "did you mean 'guard'"),
    "unknown_end": (("between: [a, b]", "between: [a, x]"), "channels.line.between.2", "'x'"),
    "channel_to_itself": (("between: [a, b]", "between: [a, a]"),
                          "channels.line.between", "two different"),
    "unknown_listener": (("hears: [c]", "hears: [cc]"), "channels.line.hears.1", "'cc'"),
    "belief_about_audience": (("  b: {serious", "  c: {serious"), "beliefs.c", "no party 'c'"),
    "types_of_a_party": (("b: {serious: {low: .3, mode: .5, high: .7},",
                          "b: {types: {x: {share: .4, stake: 9}, y: {}}, audiences: {c: .2},"),
                         None, None),
    "a_stake_that_is_not_known": (("b: {serious: {low: .3, mode: .5, high: .7},",
                                   "b: {stake: {low: 0, high: 9},"), None, None),
    "belief_twice": (("b: {serious: {", "b: {stake: 3, serious: {"),
                     "beliefs.b", "here is serious and stake"),
    "belief_in_nothing": (("b: {serious: {low: .3, mode: .5, high: .7},", "b: {"),
                          "beliefs.b", "none of them"),
    "one_type": (("b: {serious: {low: .3, mode: .5, high: .7},", "b: {types: {firm: {}},"),
                 "beliefs.b", "at least two types"),
    "types_of_open_share": (("b: {serious: {low: .3, mode: .5, high: .7},",
                             "b: {types: {firm: {}, loose: {}},"), "beliefs.b", "only one type"),
    "types_above_one": (("b: {serious: {low: .3, mode: .5, high: .7},",
                         "b: {types: {firm: {share: .8}, loose: {share: .4}},"),
                        "beliefs.b", "add up to 1.2"),
    "unknown_believer": (("b: {serious: {", "b: {audiences: {cc: .2}, serious: {"),
                         "beliefs.b.audiences.cc", "'cc'"),
    "a_party_believes_itself": (("b: {serious: {", "b: {audiences: {b: .2}, serious: {"),
                                "beliefs.b.audiences.b", "'b'"),
    "a_stake_believed_otherwise": (("b: {serious: {low: .3, mode: .5, high: .7},",
                                    "b: {stake: 3, audiences: {c: .2},"), "beliefs.b", "of types"),
    # a whole that makes no sense
    "cycle": (("    lead: 7\n", "    lead: 7\n    after: [port]\n"),
              "measures.ships.after.1", "wait for one another"),
    "after_itself": (("after: [ships.1]", "after: [port]"),
                     "measures.port.after.1", "wait for one another"),
    "after_in_a_step": (("together: [fees.late]", "together: [fees.late]\n    after: [fees.late]"),
                        "measures.rail.after.1", "wait for one another"),
    "red_line": (("tags: [humanitarian]", "tags: [land]"), None, None),
    "red_line_crossed": (("tags: [arms]", "tags: [land]"),
                         "measures.guard.tags.1", "crosses a red line of a"),
    "empty_red_line": (("{forbids: arms, up_front: true}", "{why: Because}"),
                       "parties.a.red_lines.2", "needs text"),
    "up_front_of_nothing": (("{forbids: arms, up_front: true}", "{text: First, up_front: true}"),
                            "parties.a.red_lines.2.up_front", "forbids"),
    "option_and_unconditional": (("    option: true", "    option: true\n    unconditional: true"),
                                 "measures.rail.option", "either"),
    "id_twice": (("audiences:\n  c:", "audiences:\n  a:"), "audiences.a", "already stands"),
    "reserved_id": (("audiences:\n  c:", "audiences:\n  mode:"),
                    "audiences.mode", "a word of the form"),
    "nothing_to_plan": (("measures:\n", "measures: {}\nrest:\n"), "rest", "unknown key"),
    "lots_that_do_not_add_up": (("lots: 3", "lots: {x: {quantity: 1}, y: {quantity: 2}}"),
                                "measures.ships.quantity", "add up to 3, not 30"),
    "a_lot_without_cost": (("late: {value: {a: {low: 4, mode: 5, high: 6}}, after: [fees.early]}\n"
                            "    cost: 2", "late: {}"), "measures.fees.lots.late.cost", "missing"),
    "named_lots_none": (("    lots: 3", "    lots: {}"), "measures.ships.lots", "at least one"),
}  # fmt: skip
FINE = {name for name, (_, path, _) in SPOILED.items() if path is None}


@pytest.mark.parametrize("name", [name for name in SPOILED if name not in FINE])
def test_each_fault_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    """A single fault is reported at its own path, in plain words, inside the file."""
    change, path, words = SPOILED[name]
    error = refused(written(tmp_path, changed(change)))
    found = [problem for problem in error.problems if problem.path == path]
    assert found, f"nothing about {path}: {error}"
    assert words in found[0].message


@pytest.mark.parametrize("name", sorted(FINE))
def test_near_misses_of_faults_are_fine(name: str) -> None:
    """What only looks like a fault is not refused."""
    Case.parse(changed(SPOILED[name][0]))


# Each: the bytes of the whole file, the line of the fault, and words of its sentence.
UNREADABLE = {
    "empty": (b"", 1, "the file is empty"),
    "blank": (b"\n\n  \n", 1, "the file is empty"),
    "only_comments": (b"# nothing\n", 1, "the file is empty"),
    "a_list": (b"- name: x\n", 1, "a case is a mapping"),
    "a_word": (b"case\n", 1, "a case is a mapping"),
    "two_documents": (WHOLE.encode() + b"---\nname: x\n", WHOLE.count("\n") + 1, "one case"),
    "tab": (b"name: x\nparties:\n\ta: 1\n", 3, "indent with spaces"),
    "open_quote": (b'name: "x\nas_of: 3\n', 3, "still open"),
    "quote_met_later": (b'name: "x\ntitle: "y"\n', 2, "a quote that was opened"),
    "open_bracket": (b"name: [x\nas_of: 3\n", 2, "not closed"),
    "open_brace": (b"name: {x: 1\nas_of: 3\n", 2, "not closed"),
    "two_colons": (b"name: x: y\n", 1, "colon"),
    "bad_indent": (b"name: x\n  title: y\n", 2, "colon"),
    "no_colon": (b"name: x\ntitle\nas_of: 3\n", 3, "colon"),
    "anchor": (b"name: &a x\ntitle: y\n", 1, "anchor &a is not allowed"),
    "alias": (b"name: x\ntitle: *a\n", 2, "alias *a is not allowed"),
    "merge": (b"name: x\nparties:\n  <<: {a: 1}\n", 3, "merging"),
    "tag": (b"name: !!python/object/apply:os.system [ls]\n", 1, "tag"),
    "set_tag": (b"name: !!set {a, b}\n", 1, "tag"),
    "list_as_key": (b"name: x\n? [a, b]\n: 1\n", 2, "plain word"),
    "nul": (b"name: x\ntitle: a\x00b\n", 2, "U+0000"),
    "escape": (b"name: x\n\x1b[31mtitle: y\n", 2, "U+001B"),
    "binary": (bytes(range(256)) * 8, 1, "U+0000"),
    "zip": (b"PK\x03\x04\x14\x00\x08\x00", 1, "U+0003"),
    "latin": ("name: x\ntitle: Müller\n".encode("latin-1"), 2, "byte 0xfc is not UTF-8"),
    "cp1251": ("name: x\n# да\ntitle: Дом\n".encode("cp1251"), 2, "not UTF-8"),
    "utf16": ("name: x\n".encode("utf-16"), 1, "not UTF-8"),
    "half_a_letter": ("name: x\ntitle: Я".encode()[:-1], 2, "not UTF-8"),
    "surrogate": (b"name: x\ntitle: \xed\xa0\x80\n", 2, "not UTF-8"),
    "unknown_escape": (b'name: "a\\qb"\n', 1, "backslash"),
    "cut_off": (b"name: x\ntitle: [t:", 2, "a value is expected"),
    "stray_bracket": (b"name: x\n]\n", 2, "expected"),
    "exclamation": (b"name: x\ntitle: !yes! y\n", 2, "quotes"),
    "huge_whole_number": (b"name: x\ntitle: " + b"9" * 5000 + b"\n", 2, "too large"),
    "deep_lists": (b"name: " + b"[" * 100_000, 1, f"{MAX_DEPTH} levels"),
    "deep_mappings": (b"name: " + b"{a: " * 100_000, 1, f"{MAX_DEPTH} levels"),
    "deep_blocks": (b"".join(b" " * k + b"a:\n" for k in range(200)), MAX_DEPTH + 2, "levels"),
    "alias_bomb": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            b"%c: &%c [%b]\n" % (k, k, b",".join([b"*%c" % (k - 1)] * 9)) for k in b"bcdefghi"
        ),
        1,
        "anchor &a",
    ),
    "very_many": (b"name: [" + b"x," * 200_000 + b"]\n", 1, "entries"),
    "fifty_megabytes": (b"name: x\n" * (50_000_000 // 8), 1, "larger than 2 MB"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files_get_a_place_and_a_sentence(name: str, tmp_path: Path) -> None:
    """What is no YAML, no text, or no case at all is refused at its line."""
    raw, line, words = UNREADABLE[name]
    error = refused(written(tmp_path, raw))
    assert error.problems[0].line == line
    assert words in error.problems[0].message


ONE = "  x: {name: X, giver: a, cost: 1, value: {b: 2}}\n"
MANY = "  {}: {{name: Many, giver: b, cost: 1, lots: 500, value: {{a: 1}}}}\n"
LITTLE = """\
name: little
title: Little
as_of: 2025-08-16
parties: {a: {name: A}, b: {name: B}}
measures:
"""


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ((", b: {name: B}", ""), "parties", "at least two parties"),
        ((ONE, "  {}\n"), "measures", "one measure"),
        (("cost: 1,", "cost: 1, option: true,"), "measures", "nothing to plan"),
        (("cost: 1,", "cost: 1, unconditional: true,"), "measures", "nothing to plan"),
        (("cost: 1,", "cost: 1, lots: 500,"), None, None),
        ((ONE, ONE + MANY.format("y") + MANY.format("z")), "measures", "at most 1000"),
    ],
)  # fmt: skip
def test_a_case_has_a_least_and_a_largest_size(change, path, words, tmp_path: Path) -> None:
    """Two parties and one planned measure are needed; a thousand lots are the most."""
    text = LITTLE + ONE
    assert text.count(change[0]) == 1
    file = written(tmp_path, text.replace(*change))
    if path is None:
        assert Case.load(file).exchange().lots
        return
    problems = refused(file).problems
    assert [problem.path for problem in problems if words in problem.message] == [path]


def test_there_are_enough_spoiled_files() -> None:
    """More than sixty ways of spoiling a case are tried."""
    assert len(SPOILED) + len(UNREADABLE) - len(FINE) > 100


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Several faults come in one error, in the order of the file, one line each."""
    text = changed(
        ("as_of: 2025-08-16", "as_of: never"), ("lots: 3", "lots: -3"), ("hears:", "heers:")
    )
    error = refused(written(tmp_path, text))
    assert [p.path for p in error.problems] == [
        "as_of",
        "measures.ships.lots",
        "channels.line.heers",
    ]
    assert str(error).count("\n") == 2


def test_a_hopeless_file_gets_twenty_lines(tmp_path: Path) -> None:
    """Beyond twenty, faults are counted."""
    text = WHOLE + "".join(f"more{k}: 1\n" for k in range(500))
    error = refused(written(tmp_path, text))
    lines = str(error).split("\n")
    assert len(lines) == 21
    assert lines[-1] == "… and 480 more"


def test_the_shape_of_a_line(tmp_path: Path) -> None:
    """A fault reads file:line:column path: sentence."""
    path = written(tmp_path, changed(("low: 8, mode: 10, high: 12", "low: 8, mode: 10, high: 2")))
    line = WHOLE.split("\n").index("      b: {low: 8, mode: 10, high: 12}") + 1
    assert str(refused(path)) == f"{path}:{line}:7 measures.port.value.b: low 8 is above high 2"


@pytest.mark.parametrize(
    "what", ["missing.yaml", ".", "nothere", "case.yaml/inside.yaml", "a\0b.yaml"]
)
def test_what_is_no_file_is_not_found(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing file, a folder or an unknown bundled name is a wrong call, not an invalid case."""
    written(tmp_path, WHOLE)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CaseNotFound):
        Case.load(what)


def test_a_bundled_case_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the file of a bundled case learns its name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CaseNotFound, match="the bundled case is called 'minsk'"):
        Case.load("minsk.yaml")


def test_a_misspelt_bundled_case_is_suggested() -> None:
    """The nearest bundled name is offered."""
    with pytest.raises(CaseNotFound, match="did you mean 'minsk'"):
        Case.load("mnisk")


@pytest.mark.parametrize("what", ["tals.yaml", "talks.yml", "talks"])
def test_a_misspelt_file_is_suggested(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest case file of the folder is offered, with or without its ending."""
    written(tmp_path, WHOLE).rename(tmp_path / "talks.yaml")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CaseNotFound, match=r"did you mean 'talks\.yaml'"):
        Case.load(what)


def test_an_empty_name_is_no_folder() -> None:
    """An empty name, as an unset variable of the shell gives it, is told as what it is."""
    with pytest.raises(CaseNotFound, match="not by an empty text"):
        Case.load("")
