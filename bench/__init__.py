"""How fast and how small the real server is, beside bare ones that do nothing but store and send.

Run it from a checkout with `python -m bench`; it is no part of the package. docs/performance.md explains the
figures.
"""
