"""The pages on which an admin acts on cases from outside their diagrams: one case held, cancelled or taken back,
messages and signals sent. Knows no rule: see cases/surgery and cases/outside."""
