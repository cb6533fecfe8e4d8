"""The history of the tables, inside the package so that an installed wheel can migrate itself."""
