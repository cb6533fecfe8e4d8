"""The platform with one more locale, whose catalogue marks all that comes through it."""
