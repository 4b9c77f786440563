"""Views of the forum, by noun."""
