"""Files: taking them in, handing them out, letting them go."""
