"""The page on which an admin operates on one case: hold, go on, cancel, take back. Knows no rule: see cases/surgery."""
