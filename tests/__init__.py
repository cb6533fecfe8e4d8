"""The tests: tests/house checks the house itself, every other folder checks the feature of the same name."""
