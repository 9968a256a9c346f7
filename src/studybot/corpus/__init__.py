"""The course's material: reading, restoring, parsing, splitting."""
