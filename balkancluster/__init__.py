"""BalkanCluster: rooms and partner search for the clusters of Bulgaria and Serbia."""

__version__ = "0.1.0"
