"""Several processes and hosts that serve as one."""
