"""Where requests are worked on: the built-in desk, or one outside."""
