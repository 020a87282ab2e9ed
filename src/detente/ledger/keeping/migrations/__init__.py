"""How a store comes to its present shape, step by step; run by Alembic."""
