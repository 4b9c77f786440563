"""What staff taught search, as searches use it: at once, with no index built anew."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from search.history import facts_of, note
from search.language.thesaurus import EMPTY, Meaning, Thesaurus
from search.log import stems_of
from search.models import Judgement, Pin, Synonym
from search.pages import readable_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from accounts.models import Member
    from search.history import Taught

Row = TypeVar("Row", Synonym, Pin, Judgement)


def thesaurus() -> Thesaurus:
    """Return the synonyms as of now; one small query, the rest is remembered."""
    state = Synonym.objects.aggregate(latest=Max("changed_at"), many=Count("pk"))
    return _thesaurus(state["latest"], state["many"]) if state["many"] else EMPTY


@lru_cache(maxsize=2)
def _thesaurus(latest: datetime, many: int) -> Thesaurus:
    return Thesaurus(frozenset(meanings_of(Synonym.objects.all())))


def meanings_of(synonyms: Iterable[Synonym]) -> Iterator[Meaning]:
    """Yield what ``synonyms`` say, saved or not; a two-way one joins all its words."""
    for each in synonyms:
        for means in each.several:
            yield Meaning(each.language, each.text, means)
            if each.is_two_way:
                yield Meaning(each.language, means, each.text)
                others = [other for other in each.several if other != means]
                yield from (Meaning(each.language, means, other) for other in others)


def pinned_keys(text: str, language: str) -> list[str]:
    """Return the documents that staff put first for ``text`` today, in their order."""
    stems = stems_of(text, language)
    if not stems:
        return []
    pins = Pin.objects.on(timezone.localdate()).filter(stems=stems, language=language)
    return list(pins.order_by("place", "pk").values_list("key", flat=True))


def pins_today() -> dict[tuple[str, str], list[Pin]]:
    """Return the pins that hold today by stems and language, in their order."""
    found: dict[tuple[str, str], list[Pin]] = {}
    for pin in Pin.objects.on(timezone.localdate()).order_by("place", "pk"):
        found.setdefault((pin.stems, pin.language), []).append(pin)
    return found


@transaction.atomic
def save_synonym(*, synonym: Synonym, by: Member) -> Synonym:
    """Write a synonym down; the next search knows it.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: search looks at none of its words.
    """
    _must_be_support(by)
    synonym.full_clean()
    return _saved(synonym, by)


@transaction.atomic
def save_pin(*, pin: Pin, by: Member) -> Pin:
    """Write a pin down, found again whatever the order and endings of its words.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: no words, no such page, or it is pinned for them already.
    """
    _must_be_support(by)
    pin.text = " ".join(pin.text.split())
    pin.stems = stems_of(pin.text, pin.language)
    if not pin.stems:
        raise ValidationError(
            {"text": _("Search looks at none of these words. Choose others.")}
        )
    twins = Pin.objects.filter(stems=pin.stems, language=pin.language, key=pin.key)
    if twins.exclude(pk=pin.pk).exists():
        raise ValidationError(_("This page is pinned for these words already."))
    _must_exist([pin.key], by)
    pin.full_clean()
    return _saved(pin, by)


@transaction.atomic
def save_judgement(
    *, text: str, language: str, keys: Sequence[str], by: Member
) -> Judgement | None:
    """Write down which documents answer ``text``, in place of what was; none forgets it.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: there are no words to search for, or a document is gone.
    """
    _must_be_support(by)
    text = " ".join(text.lower().split())
    known = Judgement.objects.filter(text=text, language=language).first()
    if not keys:
        if known:
            delete(row=known, by=by)
        return None
    row = known or Judgement(text=text, language=language)
    _must_exist(keys, by)
    row.keys, row.by, row.at = list(dict.fromkeys(keys)), by, timezone.now()
    row.full_clean()
    return _saved(row, by)


@transaction.atomic
def delete(*, row: Taught, by: Member) -> None:
    """Take a synonym, a pin or a judgement away; the history keeps that it was there.

    Raises:
        PermissionDenied: ``by`` is not support staff.
    """
    _must_be_support(by)
    note(row=row, action="delete", by=by, before=facts_of(row), after={})
    row.delete()


def _saved(row: Row, by: Member) -> Row:
    before = facts_of(row)
    row.save()
    after, action = facts_of(row), "edit" if before else "create"
    if before != after:
        note(row=row, action=action, by=by, before=before, after=after)
    return row


def _must_exist(keys: Collection[str], by: Member) -> None:
    """Refuse what ``by`` could not have seen: a form may be old, or made up."""
    if set(keys) - readable_keys(keys, by):
        raise ValidationError(_("This page is gone. Choose another."), code="no_page")


def _must_be_support(member: Member) -> None:
    if not member.is_support:
        raise PermissionDenied
