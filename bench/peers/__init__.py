"""Servers to be compared with: they store a post and send it to everybody, and nothing else."""
