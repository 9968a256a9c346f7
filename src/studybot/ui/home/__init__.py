"""What a learner finds who was here before: where to go on, and what is due today."""
