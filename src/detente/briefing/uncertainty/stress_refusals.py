"""What stress, spreads and correlations say when they refuse; see `detente.briefing.refusals`."""

from detente.words.language import N_

TOLD = (
    # draws
    N_("draws must be a whole number, not {value}"),
    N_("draws must be at least {least}, not {value}"),
    N_("draws must be at most {most} (more would tell nothing more), not {value}"),
    N_("seed must be a whole number, not {value}"),
    N_("seed must be at least {least}, not {value}"),
    N_("seed must be at most {most}, not {value}"),
    # spreads
    N_("a lognormal is above 0 throughout, but its 5 % point is {low}"),
    N_(
        "{low} to {high} is too wide for a lognormal: its 95 % point is at most {times} times its "
        "5 % point"
    ),
    N_(
        "a {dist} with 5 % and 95 % points {low} and {high} has its mode at {there}, not {mode}: "
        "leave mode out, or choose another spread (pert)"
    ),
    # numbers that move together
    N_("'{path}' stands twice here; a number is in one group at most"),
    N_("'{path}' stands in the group {group} already; a number is in one group at most"),
    N_("give either rho, one correlation for every two, or the whole matrix"),
    N_("{rho} is not above -1 and below 1"),
    N_(
        "{n} numbers cannot all be correlated at {rho}: the matrix is positive definite only above "
        "{least}"
    ),
    N_("{n} numbers need {rows} rows of {columns} correlations each"),
    N_("row {row}: a number is correlated with itself at 1, not {value}"),
    N_("rows {one} and {other} do not agree with each other: {here} and {there}"),
    N_("row {row}: {value} is not above -1 and below 1"),
    N_(
        "not positive definite: no numbers can be correlated like this (they would be, were every "
        "correlation {factor} times as large)"
    ),
)
"""What these refusals say, fields in braces."""
