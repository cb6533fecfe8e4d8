"""The fault suite: everything that may break is broken on purpose, and what was said must be there."""
