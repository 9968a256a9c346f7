"""Who may see the instructors' pages."""
