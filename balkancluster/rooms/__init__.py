"""Discussion rooms: topics, messages, memberships, reading, posting."""
