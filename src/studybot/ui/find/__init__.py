"""Search everywhere: one field, on every page, for all that a learner may want to go to."""
