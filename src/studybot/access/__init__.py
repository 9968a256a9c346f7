"""Who may do what: passwords, seats in courses, codes to join one."""
