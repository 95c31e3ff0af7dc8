"""What comes of an appraisal: the answer, the objection, the final rating, and then reward or coaching."""
