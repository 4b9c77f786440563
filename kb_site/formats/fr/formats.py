"""Dates and times as people here write them."""

from __future__ import annotations

DATE_FORMAT = "j F Y"
TIME_FORMAT = "G \\h i"
DATETIME_FORMAT = "j F Y à G \\h i"
SHORT_DATE_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 1
THOUSAND_SEPARATOR = "\u202f"
