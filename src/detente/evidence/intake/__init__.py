"""Files, folders, feeds, mail and addresses to documents.

Begin with ``files``: ``kinds`` tells what a file is, ``readers`` who takes it apart (``isolate``:
in a process with limits, unless the code is ours), ``encoding`` and ``language`` what its text is
in. ``fetch`` gets addresses, ``keep`` puts all of it into a collection. Every limit is in
``limits``.
"""
