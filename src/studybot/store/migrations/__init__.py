"""The history of the schema, run when a database is opened."""
