"""The one search: its language, what it finds in which rooms, and its pages."""
