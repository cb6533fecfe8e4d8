"""Members: organisations and people, from members files to the directory."""
