"""The rules a bundle must keep to be run: one module for each kind of question, each a stream of problems."""
