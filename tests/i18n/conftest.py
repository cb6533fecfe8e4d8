"""How Hypothesis looks for examples: the same ones in every run, and no hurry on a busy machine."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
