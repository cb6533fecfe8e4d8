"""The scripted members of the demo: programs that talk through the public API and the live socket."""
