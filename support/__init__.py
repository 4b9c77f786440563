"""Escalation, tickets and the desk."""
