"""Searches in which nobody asks anything: junk, and waves of one text sent many times."""
