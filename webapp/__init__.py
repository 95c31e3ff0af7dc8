"""Siklus: the Flask application, by feature, in the order of the appraisal cycle."""
