"""The stories this house promises to keep."""
