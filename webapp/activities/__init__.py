"""What people report day by day, and the evidence they hand in with their progress."""
