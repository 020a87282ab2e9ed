"""The web app: pages over the same calls as the command line.

A page holds no logic: it is one call into the library and a view. Every page has its ``.json``
twin, keeps its state in its address, and works without JavaScript.

Begin with ``routes``, the table of pages, and ``visit``, one request and how it is answered.

``settings``   what a server is told at its start, and what it refuses
``app``        the application: routes, and ``guard``, which every request passes
``house``      what all pages of a server share
``sessions``   who is there, and the one-time address; ``accounts``, ``roles``: who may do what
``workspace``  the user's own cases, each saved whole or not at all; ``editing``: by forms
``books``      the ledger; ``gathering``: the evidence
``studies``    what is computed in a process of its own (``jobs``), so that it can be stopped
``pages``      one module for each kind of page
"""
