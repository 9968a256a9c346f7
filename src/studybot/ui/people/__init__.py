"""The People page, for instructors: who is in a course, its join code, and what was changed."""
