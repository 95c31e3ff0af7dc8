"""The face of daily work: the task inbox, the task page, notices, search."""
