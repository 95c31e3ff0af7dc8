"""The panel on a case: blind opinions, the reveal, the decision and its minutes."""
