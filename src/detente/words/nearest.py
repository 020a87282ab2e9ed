"""The nearest right name, for error messages."""

from collections.abc import Iterable


def suggest(name: object, options: Iterable[object]) -> str:
    """Say which of the known names was probably meant.

    Parameters
    ----------
    name
        The name that was not found.
    options
        The names that would have been right.

    Returns
    -------
    str
        ``" (did you mean 'x'?)"``, or an empty string where nothing is near.
    """
    near = nearest(name, options)
    return f" (did you mean '{near}'?)" if near else ""


def nearest(name: object, options: Iterable[object]) -> str:
    """Give the known name that was probably meant; empty where nothing is near."""
    import difflib  # late: only a mistake pays for it

    near = difflib.get_close_matches(str(name), [str(o) for o in options], n=1, cutoff=0.6)
    return near[0] if near else ""
