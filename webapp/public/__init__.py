"""What citizens may see without signing in: whether a certificate is genuine."""
