"""Documents to statements to claims to status: what is claimed, by whom, and what is confirmed.

Every name is imported from its own module; this page only says where to look.

``intake``      files and addresses to :class:`~detente.evidence.document.Document`
``statements``  a document's attributed statements, each with its span
``findings``    agreed, one-sided, awaited, corroborated: what one document lets one say
``claims``      statements grouped; ``status`` by rule; ``fusion`` the probability
``registry``    who publishes, who owns it, whether it is a party to the deal
``decisions``   what the analyst accepted, changed or rejected, by name and with a reason
"""
