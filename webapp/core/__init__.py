"""What every feature stands on: database, permissions, jobs, words. Knows no feature."""
