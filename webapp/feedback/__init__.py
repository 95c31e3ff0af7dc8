"""What people say about each other's work: quick feedback, feedback per period, assessments, comments."""
