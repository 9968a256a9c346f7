"""Markdown of the course as HTML, with the offsets that proofs point at."""
