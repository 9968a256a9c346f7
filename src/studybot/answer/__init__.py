"""Answers with proof: understanding, judging, composing, grounding."""
