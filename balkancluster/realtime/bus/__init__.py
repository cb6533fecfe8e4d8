"""News between the processes of one installation: hints that may be lost, doubled or late (DESIGN, D10)."""
