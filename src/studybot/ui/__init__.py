"""The pages: each room holds the Python, the templates, the scripts and the styles of one page."""
