"""vobject reads a calendar: `ical_read.py FILE`; it prints its name and its events."""

import json
import sys
from pathlib import Path

import vobject

calendar = vobject.readOne(Path(sys.argv[1]).read_bytes().decode("utf-8"), validate=True)


def text(event, name):
    """A text of an event, or None."""
    held = event.contents.get(name)
    return held[0].value if held else None


print(
    json.dumps(
        {
            "name": calendar.contents["x-wr-calname"][0].value,
            "events": [
                {
                    "uid": text(event, "uid"),
                    "summary": text(event, "summary"),
                    "description": text(event, "description"),
                    "category": (text(event, "categories") or [""])[0],
                    "first": text(event, "dtstart").isoformat(),
                    "until": text(event, "dtend").isoformat(),
                    "stamp": text(event, "dtstamp").isoformat(),
                    "alarms": len(event.contents.get("valarm", [])),
                }
                for event in calendar.contents.get("vevent", [])
            ],
            "zones": len(calendar.contents.get("vtimezone", [])),
        }
    )
)
