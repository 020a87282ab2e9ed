"""The web app: pages over the same calls as the command line.

A page holds no logic: it is one call into the library and a view. Every page has its ``.json``
twin, keeps its state in its address, and works without JavaScript.

``settings``   what a server is told at its start, and what it refuses
``app``        the application: routes, and the guards every request passes
``door``       sessions, the one-time address, accounts: who is let in
``workspace``  the user's own cases, each saved whole or not at all
``studies``    what is computed in a process of its own, so that it can be stopped
``pages``      one module for each kind of page
"""
