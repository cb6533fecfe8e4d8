"""What strangers, broken programs and hostile pages send, and the answers they get."""
