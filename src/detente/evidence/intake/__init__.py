"""Files, folders, feeds, mail and addresses to documents."""
