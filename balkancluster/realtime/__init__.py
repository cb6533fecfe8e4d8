"""The log, and the way news of it reaches everybody who listens; it knows no feature."""
