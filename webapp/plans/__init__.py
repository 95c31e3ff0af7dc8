"""Performance plans: drafts, the agreed version, progress per period, and achievement."""
