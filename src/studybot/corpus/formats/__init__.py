"""One converter for each format: a file -> the Markdown that studybot parses, with warnings of what is missing in it."""
