"""What the ledger's door says when it refuses; see `detente.briefing.refusals`."""

from detente.words.language import N_

TOLD = (
    # what may follow or stand inside
    N_(": there are {names}"),
    N_(": there are none"),
    N_(" (the measure has the lots {names})"),
    N_("confirmed in {id}"),
    # events
    N_("there is no kind of event '{kind}'{hint}"),
    N_("there is no field '{name}'{hint}"),
    N_("it needs {one} or {other}"),
    N_("it needs {name}"),
    N_("{when} is no date: {why}"),
    N_("month must be in 1..12"),
    N_("day is out of range for month"),
    N_("expected a date such as 2025-08-16, 2025-08 or 2025, got '{said}'"),
    N_("expected a number, got {said}{hint}"),
    N_("{number} is below 0"),
    N_("'{word}' is none of {words}"),
    N_("'{word}' is none of {words} (did you mean '{name}'?)"),
    N_("give a date, or days and what they come after"),
    N_("days and what they come after go together"),
    N_("{days} days: from 0 to 36525"),
    N_("expected an event such as {example}, got '{said}'"),
    N_("there is no event '{ref}' (events are named {example})"),
    N_("withdraw an event, or say what it should have been"),
    N_("say what the event should have been, or withdraw it"),
    # names and references
    N_(
        "{when} is still to come (today is {today}); the ledger holds what has happened, and what "
        "is to come as a commitment with its date"
    ),
    N_("{when} is still to come (today is {today})"),
    N_("it would run out on {expiry}, before it begins ({begun})"),
    N_("nothing of {name} is no delivery"),
    N_("{ref} is an event of another case than {name}"),
    N_("there is no event {ref}; the last is {last}"),
    N_("there is no event {ref}"),
    N_("there is no party or audience '{name}'{hint}"),
    N_("there is no lot '{name}'{hint}"),
    N_("there is no measure '{name}'{hint}"),
    N_("say which lot of {measure}: {lots}"),
    N_("{lot} is given by '{giver}', not by '{party}'"),
    N_("{lot} is taken back by '{giver}', not by '{party}'"),
    # promises and deliveries
    N_("{name} was delivered already ({settled})"),
    N_("{name} was promised in {id}; correct that, or waive it and promise anew"),
    N_("{name} cannot fall due after itself"),
    N_(
        "{name} is claimed to be delivered in {id}; that waits to be confirmed or disputed, and "
        "can be corrected"
    ),
    N_("{part} of {size} is a part of {name}: record it as 'partial'"),
    N_("{before} of {name} came or is claimed in parts; record the rest as 'partial'"),
    N_("with {before} before it, {part} is more than the {size} of {name}"),
    N_(
        "{part} is more than the {size} of {name}; what goes beyond belongs to another lot, or "
        "into a note"
    ),
    N_("{name} is counted in {unit}, not in {other}"),
    # checks, disputes, breaches
    N_("say who checked: a party, an audience, or a third"),
    N_("{name} was checked already ({settled}); a changed mind is a correction or a dispute"),
    N_("nobody has claimed that {name} was delivered"),
    N_("{found} is more than the {claimed} claimed in {id}"),
    N_("'{party}' claimed the delivery itself ({id}); another has to confirm it"),
    N_(
        "the account '{account}' wrote or corrected the claim ({id}); another account has to "
        "confirm it"
    ),
    N_("{ref} is a {kind}, not a delivery"),
    N_("{ref} is about {name}, not {other}"),
    N_("{name} is disputed already ({id})"),
    N_("'{party}' claimed the delivery itself ({id}); it can correct or withdraw that"),
    N_("{name} counts as delivered ({settled}); dispute that first"),
    N_("that of {name} is recorded already ({id})"),
    N_("'{party}' gives {name}; only who was to receive it can waive it"),
    N_("nothing is promised, broken or disputed of '{name}'"),
    # answers and the rest
    N_("{name} is given unconditionally: it is never withheld, split or snapped back"),
    N_("{name} frees people; that is not taken back"),
    N_("{name} is not delivered ({status}); what is not yet given can be delayed"),
    N_("{name} is being taken back already ({id})"),
    N_("{name} is not taken back"),
    N_("no snapback of '{name}' is under way"),
    N_("this ledger knows no relief '{name}'{hint}"),
    N_("the case has no class '{name}'{hint}"),
    N_("{number} is no number of people"),
    N_("all waits already"),
    N_("nothing waits"),
    N_("{party} left on {date} already"),
    N_("{name} comes twice"),
    N_("{ref} is a correction itself; correct {first} once more: the last correction counts"),
    N_("{ref} is a {kind}, not a {other}; withdraw it (give no event) and record the other"),
    N_("a correction is recorded alone: what follows it may change"),
    N_("the case {name} itself is not known here; name its file by --case"),
    N_("every lot was waived; nothing is left to plan"),
    N_(
        "it holds no events yet; say which case they are to be of (--case NAME, or the path of its "
        "file)"
    ),
)
"""What refusals of the ledger say, fields in braces."""
