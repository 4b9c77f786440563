"""Commands of the forum."""
