"""Where things stand on a day: what is due, who is ahead, what next.

Begin with `snapshot`, which gathers all of it, and `standing`: each lot, seen through the case and
the calendar. The rest are one question each, and take what these two give.
"""
