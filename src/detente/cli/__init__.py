"""The command line: one call into the library per command, plus a view.

Begin with ``main``, the table of commands and how every run ends; each command is the module of
its name, and what they share stands in ``common``. Modules import the library inside their
functions: that ``detente --help`` is quick hangs on it.
"""
