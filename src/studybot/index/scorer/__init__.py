"""The answer scorer: a small cross-encoder that comes along with studybot, its tokenizer and its licences (NOTICE)."""
