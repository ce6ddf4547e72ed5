"""The demonstration cooperative: deterministic, told by one script at any size."""
