"""The process studio: drafts of the next version of a process, their checks, and how they are published."""
