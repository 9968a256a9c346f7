"""A course is changed here: a draft, its receipts and preview, and versions that are published whole and can be restored."""
