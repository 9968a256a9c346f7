"""studybot answers a learner's questions about a course from the course's own words, with proof."""

__version__ = "0.1.0"
