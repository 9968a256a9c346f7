"""The Settings page: how things are shown, the daily goal, the exam, and what is kept of a learner."""
