"""The Material page, for instructors: the files of a course, what was read of them, preview, publish, undo."""
