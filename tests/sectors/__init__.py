"""Sectors: the vocabulary of what organisations do."""
