"""Backups: one file with everything, made while people talk, and put back into an empty database."""
