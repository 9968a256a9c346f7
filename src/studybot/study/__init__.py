"""Topics, practice and flashcards: made from the passages without a language model, each with the span that proves it."""
