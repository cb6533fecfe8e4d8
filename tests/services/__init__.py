"""Private instances of what tests need beside the program: PostgreSQL, Chromium, and the program itself."""
