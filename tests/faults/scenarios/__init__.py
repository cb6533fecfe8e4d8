"""What is broken, and how people behave meanwhile: the same for the product and for its mutants."""
