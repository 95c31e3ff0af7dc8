"""Pages of HR: the list of people, one person, and the import of a roster."""
