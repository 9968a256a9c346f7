"""Batch evaluation of answer quality."""
