"""What shows a document: on a terminal, as HTML, PDF, DOCX and Markdown, and its charts.

Begin with ``formats`` (one document in any format) and ``terminal``. PDF, DOCX and templates walk
through ``tree``, the document as plain data; the ladder is drawn by ``picture``, charts by
``vega`` (their specification) and ``figures`` (their picture), on a terminal by ``plain_charts``.
"""
