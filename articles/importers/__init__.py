"""Bringing articles in from other systems."""
