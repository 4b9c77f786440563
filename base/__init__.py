"""Shared ground: imports nothing of ours, and grows only by an ADR."""
