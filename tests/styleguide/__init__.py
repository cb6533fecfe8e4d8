"""The page that shows every token and component."""
