"""Full text on both databases: what is found, and that the index never says what is gone."""
