"""Letters: how they are written, kept and sent."""
