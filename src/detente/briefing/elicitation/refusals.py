"""What sheets, records of forecasts and panels of analysts say when they are refused.

See `detente.briefing.refusals`.
"""

from detente.words.language import N_

TOLD = (
    N_(
        "this is a case, not a sheet: `detente elicit questions CASE -o FILE` writes one to fill in"
    ),
    N_("this sheet is for the case '{other}', not for '{case}'"),
    N_("the same pair stands on line {line} already"),
    N_("'{path}' stands on both sides: leave it out"),
    N_("'{path}' is in points of '{other}', not of '{party}': points of two are never compared"),
    N_("'{path}' is a share, a rate or a time, not an amount in points"),
    N_(
        "'{path}' is summed from objectives: compare what those are worth "
        "(parties.{party}.objectives.….worth)"
    ),
    N_("there is no number at '{path}'{hint}"),
    N_("expected the path of a value, got {value}"),
    N_("expected a path, or a list of paths, got {value}"),
    N_("expected true, false or unsure, got {value}"),
    N_("the limit must be at least 1, not {n}"),
    # the form of a sheet
    N_("the file is larger than {n} MB: this is not a sheet file"),
    N_("the file is empty: `detente elicit questions CASE -o FILE` writes one to fill in"),
    N_("one file holds one sheet, and a second starts here"),
    N_("a sheet is a mapping: lines such as `analyst: …`, `case: …`, `ranges: …`"),
    N_("more than {n} entries: this is not a sheet file"),
    N_("the tag {tag} is not allowed in a sheet"),
    # what is done, and where it went
    N_("Asking about {name}"),
    N_("Checking {name}"),
    N_("The sheet is in {file}."),
    N_("The sheet is in {file}; next: {command}"),
    N_("{file} exists; nothing was written over it (--force would)"),
    # what may follow
    N_(": write {value}"),
    # the record
    N_("this is no record of forecasts; its columns are: {names}"),
    N_("a record has no mode: write the median (as likely above it as below) in a column 'median'"),
    N_("there are no rows under the head"),
    N_("it is empty"),
    N_("it is empty: an amount needs low, median and high"),
    N_("give either a probability, or low, median and high; not both"),
    N_("nothing is forecast: give a probability, or low, median and high"),
    N_("low, median and high must rise: {low}, {median} and {high} do not"),
    N_("an outcome needs the day on which it was known"),
    N_("a day is given, but no outcome; leave both empty, or none"),
    N_("{made} is after {resolved}, when the outcome was known"),
    N_("'{value}' is no date such as 2025-08-16{hint}"),
    N_("expected yes or no, got '{value}'{hint}"),
    N_("expected a probability from 0 to 1, got '{value}'{hint}"),
    N_("'{value}' can be read in two ways: write {whole} or {part}"),
    N_("expected a number such as 14 or 2.5, got '{value}'"),
    N_("'{who}' forecast this that day on line {line}"),
    N_("it is about an amount here, and about yes or no on line {line}"),
    N_("it is about yes or no here, and about an amount on line {line}"),
    N_("the same question came out as {first} on line {line}, and as {second} here"),
    N_("nothing yet"),
    N_("yes ({day})"),
    N_("no ({day})"),
    N_("{name} has no forecast of '{who}'{hint}"),
    # the panel
    N_("pooling needs the sheets of at least two analysts (one alone: `detente elicit check`)"),
    N_("'{who}' has a sheet already, {file}"),
    N_("'{who}' gives no ranges, so there is nothing to pool"),
    N_("--weights performance and --record FORECASTS.csv go together"),
    N_(
        "The pooled case is in {file}. Stressed by itself it gives another figure: there one's "
        "cost meets another's stake in one draw."
    ),
)
"""What these refusals say, fields in braces."""
