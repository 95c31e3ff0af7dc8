"""Where elements stand on a diagram: reading and changing it, and drawing what has none. Knows nothing of execution."""
