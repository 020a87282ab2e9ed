"""Documents: one block tree, built from a planned case, and what shows it on screen and paper.

Begin with ``blocks``, of which every document is made, then ``answer`` (what is planned, once for
every command and page) and ``documents`` (what is told of it). A document is built in
``NAME.py``, its JSON beside it in ``NAME_record.py``, its sentences in ``NAME_words.py``.

``naming``, ``sentences``, ``sections``, ``paths``  what documents share: names, phrases, blocks
``brief``, ``parts``, ``first_page``                the brief, and what is computed for it
``refusals``                                        what errors say, in the reader's language
``rendering``                                       from the tree to terminal, HTML, PDF, DOCX
``uncertainty``, ``ledger``, ``evidence``, ``elicitation``  documents of those floors
"""
