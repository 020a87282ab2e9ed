"""What shows a document: on a terminal, as HTML, PDF, DOCX and Markdown, and its charts."""
