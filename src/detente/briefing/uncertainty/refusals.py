"""What beliefs, calibration, risk and channels say when they refuse.

See `detente.briefing.refusals`.
"""

from detente.words.language import N_

TOLD = (
    # beliefs
    N_("{name} has no party '{party}'{hint}"),
    N_(" (its parties: {names})"),
    N_("slip must be at least 0 and below 0.5, not {value}"),
    N_("the discount factor must be above 0 and at most 1, not {value}"),
    N_("observation of {when}: {name} has no lot '{lot}'{hint}"),
    N_("observation of {when}: '{lot}' is given by '{giver}', not by '{party}'"),
    N_("{place}: {name} has no lot '{lot}'{hint}"),
    N_("{place}: '{value}' is no date such as 2025-09-11"),
    N_("{place}: observable is yes or no, not '{value}'"),
    N_("{place}: there is no '{name}'{hint}"),
    N_("{place}: there is no field '{name}'{hint}"),
    N_("{place}: observation of '{lot}': there is no outcome '{outcome}'{hint}"),
    N_(": it is one of {names}"),
    N_(" (there are: {names})"),
    N_("{file}: not a text in UTF-8"),
    N_("{file}: not JSON ({reason})"),
    N_("{file}: expected a list of observations"),
    # calibration
    N_("the discount must be from 0 to 1, not {value}"),
    N_("a period has 1 to 24 months, not {value}"),
    N_("'{value}' is no date such as 2020-12-31"),
    N_("{file} runs from {first} to {last}: {day} is not within it"),
    N_(
        "{file} runs from {first} to {last}: a backtest by periods of {months} months needs "
        "{least} of them before its day and one after, and {day} leaves {before} and {after}"
    ),
    N_("{name} has no history of its own to test on; give one with --history"),
    N_("{file}: there is no column '{name}'{hint}"),
    N_("{file}: no acts in it"),
    # risk
    N_(
        "{name} has no incidents, so there is no risk to reckon with: say under 'incidents' what "
        "may go wrong, how often, and what one costs each side, as the case minsk does"
    ),
    N_("the horizon is from 0.01 to 100 years, not {value}"),
    N_("the discount rate is from 0 to 1 a year, not {value}"),
    N_("{name} proposes no channel '{channel}'{hint}"),
    N_(" (proposed: {names})"),
    N_("the channel '{name}' is there already: the rates hold what it does"),
    N_(
        "about {incidents} incidents in each draw; at most {most} can be drawn: state them as "
        "fewer, larger ones"
    ),
    # channels
    N_(
        "{name} names no channels: say under 'channels' who talks to whom, how surely and how "
        "fast, as the case minsk does, or try one with --add"
    ),
    N_("nobody is called '{name}'{hint}"),
    N_("'{name}' needs no channel to reach itself"),
    N_("--add takes A,B,RELIABILITY,DAYS, such as us,by,.9,.1, not '{text}'"),
    N_("line '{name}': reliability {value} is not from 0 to 1"),
    N_("line '{name}': delay {value} is not 0 or more"),
    N_("line '{name}' runs from '{actor}' to itself"),
    N_("there are two of the line '{name}'"),
    N_("the line '{name}' is there already"),
    N_("no proposed line is called '{name}'{hint}"),
    N_("there are too many lines to reckon exactly whether one way is open"),
    N_("the contacts are too many to find the most discreet route"),
    # who does the work
    N_("workers must be a whole number, not {value}"),
    N_("workers must be at least 1, not {value}"),
    N_("workers must be at most {most} on this machine, not {value}"),
)
"""What these refusals say, fields in braces."""
