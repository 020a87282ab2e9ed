"""What records of forecasts and panels of analysts say when they refuse.

See `detente.briefing.refusals`.
"""

from detente.words.language import N_

TOLD = (
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
