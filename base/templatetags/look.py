"""The parts of the look that are more than a class: icons, state marks, faces, times."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AbstractUser

register = template.Library()

ICONS = settings.BASE_DIR / "node_modules" / "lucide-static" / "icons"
INSIDE_SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
HUES = 24  # the classes h0 … h23 of parts.css
RECENT_DAYS = 6
JUST_NOW_SECONDS = 60
# Our own marks: each state has a shape, so that colour never stands alone.
RING = '<circle cx="10" cy="10" r="7.6" fill="none" stroke="currentColor" stroke-width="2"'
TICK = (
    'stroke="var(--paper)" stroke-width="2.1" stroke-linecap="round" '
    'stroke-linejoin="round"'
)
MARKS = {
    "unanswered": f'{RING} stroke-dasharray="3.2 2.77"/>',
    "attention": f'{RING}/><path d="M10 4.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor"/>',
    "answered": f'{RING}/><circle cx="10" cy="10" r="3.6" fill="currentColor"/>',
    "solved": '<circle cx="10" cy="10" r="8.6" fill="currentColor"/>'
    f'<path d="m6.2 10.3 2.7 2.7 5-5.6" fill="none" {TICK}/>',
    "support": '<rect x="1.6" y="1.6" width="16.8" height="16.8" rx="4.6" '
    'fill="currentColor"/>'
    f'<path d="M5.6 10h8m-3.3-3.6L13.9 10l-3.6 3.6" fill="none" {TICK}/>',
    "failed": '<path d="M10 2 18.6 17.5H1.4z" fill="currentColor"/>'
    f'<path d="M10 7.6v4.2m0 2.4v.1" fill="none" {TICK}/>',
    "discussion": '<path d="M3 4.4h14v9.2H9.4L5.6 17v-3.4H3z" fill="none" '
    'stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/>',
}


@cache
def _paths(name: str) -> str:
    """Return the shapes of one icon; nothing where npm never ran, the words remain."""
    file = ICONS / f"{name}.svg"
    found = INSIDE_SVG.search(file.read_text()) if file.is_file() else None
    return " ".join(found[1].split()) if found else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the lucide icon ``name``; it is decoration, the text beside it speaks."""
    svg = f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{_paths(name)}</svg>'
    return mark_safe(svg)  # noqa: S308  (our own files)


@register.simple_tag
def state_mark(state: str) -> SafeString:
    """Draw the mark of a thread's state."""
    shape = MARKS.get(state, MARKS["discussion"])
    svg = f'<svg viewBox="0 0 20 20" aria-hidden="true">{shape}</svg>'
    return mark_safe(svg)  # noqa: S308  (the constants above)


@register.simple_tag
def avatar(member: AbstractUser, size: str = "") -> SafeString:
    """Draw a member's initials: round for members, a rounded square for staff."""
    name = str(member)
    initials = "".join(word[0] for word in re.findall(r"\w+", name)[:2]).upper() or "?"
    return format_html(
        '<span class="av h{}{}{}" aria-hidden="true">{}</span>',
        (member.pk or 0) * 7 % HUES,
        " staff" if getattr(member, "is_support", False) else "",
        f" {size}" if size else "",
        initials,
    )


@register.filter
def when(moment: datetime | None) -> SafeString:
    """Say when, in the reader's words: "2 hours ago" this week, then the date."""
    if moment is None:
        return SafeString("")
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "DATETIME_FORMAT"),
        _words(moment),
    )


def _words(moment: datetime) -> str:
    age = timezone.now() - moment
    if age.days > RECENT_DAYS:
        return date_format(timezone.localtime(moment), "DATE_FORMAT")
    if age.total_seconds() < JUST_NOW_SECONDS:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


class Grouped(int):
    """A number that chooses a plural as such and is shown with its thousands apart."""

    def __str__(self) -> str:
        return str(number_format(int(self), force_grouping=True))


@register.filter
def grouped(number: int | None) -> Grouped:
    """Show a count as the reader's language writes it: 12,575 or 12 575."""
    return Grouped(number or 0)
