"""Machine translation of what people wrote, by a service that the operator names, or not at all."""
