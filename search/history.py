"""Who taught search what, and when: written with each change, read by staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from search.models import Judgement, Pin, Synonym
from search.models.curation import LANGUAGE_CHOICES
from search.pages import cards_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import TypeAlias

    from django.db.models import Model, QuerySet

    from accounts.models import Member
    from accounts.roles import Reader

    Taught: TypeAlias = Synonym | Pin | Judgement

Facts = dict[str, Any]
# What of each row a person decides; the rest follows from it.
TOLD: dict[type[Model], tuple[str, ...]] = {
    Synonym: ("text", "means", "is_two_way", "language"),
    Pin: ("text", "language", "key", "place", "starts_on", "ends_on"),
    Judgement: ("text", "language", "keys"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a change is about; a new row has nothing before."""

    label: str  # the field
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, as it was."""

    at: datetime
    by: str
    kind: str  # "synonym", "pin" or "judgement"
    label: str
    action: str  # "Created", "Edited" or "Deleted"
    facts: list[Fact]


def facts_of(row: Taught) -> Facts:
    """Return what the database has of ``row``; nothing when it is new."""
    names = TOLD[type(row)]
    found = type(row)._default_manager.filter(pk=row.pk).values(*names).first()
    return {name: _plain(value) for name, value in (found or {}).items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def note(*, row: Taught, action: str, by: Member, before: Facts, after: Facts) -> None:
    """Write down that ``by`` changed ``row``, with what is not as it was."""
    names = [name for name in TOLD[type(row)] if before.get(name) != after.get(name)]
    log(
        instance=row,
        action=f"wagtail.{action}",
        user=by,
        deleted=action == "delete",
        data={
            "before": {name: before[name] for name in names if name in before},
            "after": {name: after[name] for name in names if name in after},
        },
    )


def changes(row: Taught | None = None) -> QuerySet[Any]:
    """Return what was changed, newest first: of ``row``, else of all there ever was."""
    types = ContentType.objects.get_for_models(*TOLD).values()
    found = ModelLogEntry.objects.filter(content_type__in=types)
    if row is not None:
        ours = ContentType.objects.get_for_model(row)
        found = found.filter(content_type=ours, object_id=str(row.pk))
    newest: QuerySet[Any] = found.order_by("-timestamp", "-pk")
    return newest.select_related("user", "content_type")


def entries(rows: Iterable[ModelLogEntry], reader: Reader) -> list[Entry]:
    """Return ``rows`` of the log in words, pages by the titles ``reader`` may read."""
    rows = list(rows)
    keys = [key for row in rows for side in row.data.values() for key in _keys(side)]
    titles = {key: card.title for key, card in cards_by_key(keys, reader).items()}
    return [_entry(row, titles) for row in rows]


def _keys(side: Facts) -> list[str]:
    return [*side.get("keys", []), *filter(None, [side.get("key")])]


def _entry(row: ModelLogEntry, titles: dict[str, str]) -> Entry:
    model = row.content_type.model_class()
    before, after = (row.data.get(side, {}) for side in ("before", "after"))
    return Entry(
        at=row.timestamp,
        by=row.user_display_name,
        kind=str(model._meta.verbose_name),
        label=row.label,
        action=str(row.message),
        facts=[
            Fact(
                str(model._meta.get_field(name).verbose_name),
                _said(model, name, before.get(name), titles),
                _said(model, name, after.get(name), titles),
            )
            for name in TOLD[model]
            if name in before or name in after
        ],
    )


def _said(model: type[Model], name: str, value: Any, titles: dict[str, str]) -> str:
    """Return ``value`` of the field ``name`` as people read it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if name in {"key", "keys"} and value:
        keys = [value] if name == "key" else value
        return ", ".join(titles.get(key, key) for key in keys)
    if name == "language" and value is not None:
        return str(dict(LANGUAGE_CHOICES).get(value, value))
    if name in {"starts_on", "ends_on"} and value:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return ", ".join(str("" if value is None else value).splitlines())
