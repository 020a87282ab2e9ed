"""How the kinds of events are called."""

from detente.words.language import N_

EVENT_WORDS = {
    "commitment": N_("commitment"),
    "delivery": N_("delivery claimed"),
    "partial": N_("partial delivery claimed"),
    "confirmation": N_("check of a delivery"),
    "dispute": N_("dispute"),
    "breach": N_("breach"),
    "waiver": N_("waiver of a commitment"),
    "response": N_("response"),
    "snapback_started": N_("snapback started"),
    "snapback_completed": N_("snapback completed"),
    "relief": N_("relief in force"),
    "renewal": N_("renewal"),
    "expiry": N_("expiry"),
    "incident": N_("incident"),
    "stock": N_("change of the stock"),
    "act": N_("act of an audience"),
    "pause": N_("pause"),
    "resume": N_("resumption"),
    "exit": N_("exit"),
    "note": N_("note"),
    "replan": N_("new ladder"),
    "correction": N_("correction"),
    "listing": N_("change of a sanctions list"),
    "account": N_("account"),
}
"""By kind; a kind that is not here goes by its own name."""
