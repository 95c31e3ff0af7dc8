"""Measures what docs/performance.md promises, on a database server of its own. Never part of the tests' verdict."""
