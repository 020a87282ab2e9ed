"""What the ledger's store and its files say when they refuse; see `detente.briefing.refusals`."""

from detente.ledger.keeping.chain import FAULTS
from detente.words.language import N_

TOLD = (
    *FAULTS.values(),
    # where a ledger is kept
    N_("there is no ledger here; `detente ledger init {path}` makes one"),
    N_("there is a ledger already; nothing was changed"),
    N_("this is a folder; a ledger is a file in it"),
    N_("this is no file that a ledger can be kept in"),
    N_("there is no folder {folder}"),
    N_("there is another program's table '{table}'; nothing was changed"),
    N_("this file system cannot keep a ledger safely; use a local disk"),
    N_("'{kind}' is no kind of store: give a file, or an address postgresql://…"),
    N_("the address of the store makes no sense: postgresql://USER@HOST/DATABASE is one"),
    N_("a ledger is kept in a file: name it"),
    N_(
        "this ledger is of an older shape ({found}; this program's is {known}): copy it to be "
        "safe, then bring it forward with `detente ledger init`"
    ),
    N_(
        "this ledger is of a newer shape ({found}) than this program knows ({known}): use a newer "
        "detente"
    ),
    N_("this file is no ledger"),
    N_("this database is no ledger"),
    N_("this database holds no ledger; `detente ledger init` makes one"),
    N_("it has lost its table of events"),
    N_("the file is damaged and cannot be read: go back to a copy or an export of it"),
    # why it cannot be used
    N_("another program is writing to it and did not finish in time; nothing was recorded"),
    N_("another program is writing to this case and did not finish in time; nothing was recorded"),
    N_("two programs were waiting for each other; nothing was recorded, try again"),
    N_("it cannot be written to: it is read-only"),
    N_("it cannot be opened"),
    N_("the disk is full; nothing was recorded"),
    N_("the disk is full or fails; nothing was recorded"),
    N_("the server's disk is full; nothing was recorded"),
    N_("the server cannot be reached: {reason}"),
    N_("the server takes no more connections now"),
    N_("the server has no such account"),
    N_("the server asks for a password"),
    N_("the account or its password is not accepted"),
    N_("this account may not do that in the database"),
    N_("there is no such database: make it first (createdb)"),
    N_("the database refuses: {reason}"),
    N_(
        "the connection to the server was lost; whether an event was recorded that was not "
        "acknowledged, the log tells"
    ),
    # which case
    N_("no events of '{name}'{hint}"),
    N_("say which case: {names}"),
    N_("it holds no events yet"),
    N_("the case {name} stands in {one} and in {other}: say which by --case"),
    N_(
        "The file of the case {name} is not here: names were not checked (--case FILE)."
    ),
    N_("{case} is at event {number}, not {other}: somebody recorded meanwhile"),
    N_("'{name}' is no name of a case: at most 60 letters, digits, _ and -"),
    N_("--as-of does not go with --for"),
    N_("--set does not go with --as-of: what was is not changed"),
    # checkpoints and keys
    N_("--sign goes with --ledger STORE"),
    N_("'{word}' is neither a checkpoint, such as {example}, nor a file"),
    N_("there is no checkpoint, such as {example}, in it"),
    N_("the checkpoint {point} is not signed"),
    N_("the checkpoint {point} is not signed with that key"),
    N_("this file is there already; nothing was changed"),
    N_("this key is locked with a password"),
    N_("this is no private key; `detente ledger key FILE` makes one"),
    N_("this private key is not of the kind Ed25519"),
    N_("this is no public key; one stands beside each private key, in FILE.pub"),
    N_("this public key is not of the kind Ed25519"),
    # who may
    N_("there is no account '{name}'{hint}; name yours with --as"),
    N_("say who records this (--as NAME): this ledger has accounts"),
    N_(
        "'{name}' is {role} here and may not record what is of the kind '{kind}'; these may: "
        "{roles}"
    ),
    N_("no longer allowed anything"),
    N_("a reader"),
    N_("an analyst"),
    N_("a confirmer"),
    N_("an admin"),
    N_("the first account must be an admin"),
    N_("'{name}' is the last admin: make another one first"),
    # files that are taken in
    N_("there are no events in this file"),
    N_("this is no event as `detente ledger export` writes it"),
    N_("this is not as `detente ledger export` writes it"),
    N_("{id} is another event in the store"),
    N_("{id} was recorded before the one before it"),
    N_("a redacted export cannot be imported; `detente ledger redacted` checks it"),
    N_("this is no redacted export of a ledger"),
    N_(
        "this is no sanctions list that is read here{hint}: SDN.CSV or CONS_PRIM.CSV of OFAC "
        "(twelve columns, no head), the EU's consolidated list (CSV 1.1), or entities of "
        "OpenSanctions (entities.ftm.json, targets.simple.csv); nor is it a chronicle (columns "
        "{names} and others) or what `export` wrote"
    ),
    N_("say which day this list shows, such as 2025-08-16"),
    N_("a list shows one day, not all of {said}"),
    N_("nobody is listed in it"),
    # chronicles
    N_("it is empty"),
    N_("there is no step type '{name}'{hint}"),
    N_("'{kind}' comes from a monitor: write monitor_NAME, not '{side}'"),
    N_("a monitor counts: one of {kinds}, not '{kind}'"),
    N_("'{kind}' needs how many"),
    N_("expected a number from 0 on, such as 14, got '{said}'"),
    N_("'{said}' is neither y nor n"),
    N_("a renewal needs the date that relief now runs until"),
    N_("{expiry} is before the step itself, {date}"),
    N_("{found} cells, but there are {n} columns"),
    N_("no column '{name}'{hint}"),
    N_("there is no column '{name}'{hint}; the columns are: {names}"),
    N_("column '{name}' twice"),
    N_("there are no rows under the head"),
    N_("{when} is still to come"),
    N_("this is not UTF-8; save the table as CSV in UTF-8"),
)  # fmt: skip
"""What refusals of the store say, fields in braces."""
