"""Documents to statements to claims to status: what is claimed, by whom, and what is confirmed.

Every name is imported from its own module; this page only says where to look. Begin with
``pipeline``, which puts all steps in a row.

``intake``      files and addresses to :class:`~detente.evidence.document.Document`
``statements``  a document's attributed statements, each with its span: ``sentences``, then
                ``russian`` or ``english`` (who says it), ``content`` (what), ``voices`` (who that
                is), ``dates``; ``llm`` adds what a model of the user's own proposes
``findings``    agreed, one-sided, awaited, corroborated: what one document lets one say
``harvest``     statements of many documents to reports; ``reprints`` are one text told again,
                ``origins`` whose word a report is; ``tables`` holds reports as CSV
``claims``      reports grouped; ``questions`` sets the answers to one side by side; ``status`` by
                rule; ``fusion`` the probability, with ``copying`` between sources; ``arithmetic``
                says whether figures add up, ``doubts`` what would change a status
``registry``    who publishes, who owns it, whether it is a party to the deal; ``grading`` how
                reliable that makes it
``decisions``   what the analyst accepted, changed or rejected, by name and with a reason
``formats``     what others read and write; ``reading_records``, ``claim_records`` our own JSON
``data``        the tables of words, events, actors and sources that all of this stands on
"""
