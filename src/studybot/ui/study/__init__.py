"""The Study page: topics and the reader."""
