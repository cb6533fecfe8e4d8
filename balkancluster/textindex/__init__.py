"""Full text on both databases, with the same answers: found by folded words and their stems."""
