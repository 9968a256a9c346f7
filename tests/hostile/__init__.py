"""What nobody means well with: documents, archives, names, links, questions, requests."""
