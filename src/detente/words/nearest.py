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
    """Give the known name that was probably meant; empty where nothing is near.

    Of a path that stops short of a name, the shortest that goes on from there.
    """
    import difflib  # late: only a mistake pays for it

    known = [str(option) for option in options]
    further = [option for option in known if option.startswith(f"{name}.")]
    if name and further:
        return min(further, key=len)
    near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.6)
    return near[0] if near else ""
