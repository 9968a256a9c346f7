"""The Practise page: quiz, review, progress."""
