"""A running appraisal: cases, their tasks and timers, and the step from one task to the next."""
