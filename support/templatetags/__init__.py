"""The tags of support."""
