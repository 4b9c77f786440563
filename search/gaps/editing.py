"""What staff decide of gaps; no nightly run undoes any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from search import proving
from search.gaps.trail import note
from search.models import Gap, GapComment, GapLink, Need, Proof, Wording

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from accounts.models import Member

TITLE_MAX = 200
IN_WORK = {Gap.State.NEW, Gap.State.ASSIGNED}


def _must_be_support(member: Member) -> None:
    if not member.is_support:
        raise PermissionDenied


def locked(gap_id: int, by: Member) -> Gap:
    """Return the gap, merged ones as what they went into, for ``by`` to change.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        Gap.DoesNotExist: there is no such gap.
    """
    _must_be_support(by)
    gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap_id)
    while gap.merged_into_id is not None:
        gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.merged_into_id)
    return gap


def _begun(gap: Gap) -> Gap.State:
    """Return the state of a gap that is neither closed nor dismissed."""
    if gap.links.exists():
        return Gap.State.DRAFTING
    return Gap.State.ASSIGNED if gap.owner_id else Gap.State.NEW


@transaction.atomic
def assign(*, gap_id: int, owner: Member | None, by: Member) -> Gap:
    """Give a gap to somebody of support, or to nobody.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: ``owner`` is not.
    """
    gap = locked(gap_id, by)
    if owner is not None and not owner.is_support:
        raise ValidationError(_("Only support staff can own a gap."))
    if gap.owner_id == (owner.pk if owner else None):
        return gap
    gap.owner = owner
    if gap.state in IN_WORK:
        gap.state = _begun(gap)
    gap.save(update_fields=["owner", "state"])
    if owner is None:
        note(gap, "unassigned", by=by)
    else:
        note(gap, "assigned", by=by, name=str(owner))
    return gap


@transaction.atomic
def set_due(*, gap_id: int, day: date | None, by: Member) -> Gap:
    """Say until when a gap is to be closed.

    Raises:
        PermissionDenied: ``by`` is not support staff.
    """
    gap = locked(gap_id, by)
    if gap.due_on == day:
        return gap
    gap.due_on = day
    gap.save(update_fields=["due_on"])
    if day is None:
        note(gap, "undue", by=by)
    else:
        note(gap, "due", by=by, day=day.isoformat())
    return gap


@transaction.atomic
def comment(*, gap_id: int, text: str, by: Member) -> GapComment:
    """Say something about a gap to the other staff.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: there is no text.
    """
    gap = locked(gap_id, by)
    if not text.strip():
        raise ValidationError(_("Write something first."))
    return GapComment.objects.create(gap=gap, by=by, text=text.strip()[:2_000])


@transaction.atomic
def rename(*, gap_id: int, title: str, by: Member) -> Gap:
    """Call a gap by a name of the editor's own.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: the name is empty.
    """
    gap = locked(gap_id, by)
    title = " ".join(title.split())[:TITLE_MAX]
    if not title:
        raise ValidationError(_("A gap needs a name."))
    if title == gap.title:
        return gap
    note(gap, "renamed", by=by, before=gap.title, after=title)
    gap.title, gap.is_named = title, True
    gap.save(update_fields=["title", "is_named"])
    return gap


@transaction.atomic
def merge(*, gap_id: int, into_id: int, by: Member) -> Gap:
    """Make one gap of two: all that belongs to the first goes into the other.

    The first keeps its row, so that its address leads on.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: they are the same.
    """
    into, gap = locked(into_id, by), locked(gap_id, by)
    if into.pk == gap.pk:
        raise ValidationError(_("These two are one gap already."))
    Wording.objects.filter(gap=gap).update(gap=into, is_placed=True)
    Need.objects.filter(gap=gap).update(gap=into)
    GapComment.objects.filter(gap=gap).update(gap=into)
    for link in GapLink.objects.filter(gap=gap):
        GapLink.objects.get_or_create(gap=into, key=link.key, defaults={"by": link.by})
    GapLink.objects.filter(gap=gap).delete()
    Proof.objects.undecided().filter(gap=gap).delete()  # it judged fewer searches
    into.is_shaped, gap.merged_into = True, into
    if into.state in IN_WORK:
        into.owner = into.owner or gap.owner
        into.state = _begun(into)
    into.due_on = into.due_on or gap.due_on
    into.save(update_fields=["is_shaped", "state", "owner", "due_on"])
    gap.save(update_fields=["merged_into"])
    note(into, "merged", by=by, title=gap.title)
    note(gap, "merged_away", by=by, title=into.title)
    return into


@transaction.atomic
def split(*, gap_id: int, wording_ids: Collection[int], by: Member) -> Gap:
    """Take some wordings out of a gap into one of their own.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: nothing is chosen, or nothing would be left.
    """
    gap = locked(gap_id, by)
    chosen = gap.wordings.filter(pk__in=wording_ids)
    if not chosen:
        raise ValidationError(_("Choose the searches that mean something else."))
    if len(chosen) == gap.wordings.count():
        raise ValidationError(_("Leave at least one search where it is."))
    title = chosen[0].shown or chosen[0].text
    new = Gap.objects.create(
        title=title,
        language=chosen[0].language,
        languages=chosen[0].language,
        is_shaped=True,
        was_shown=True,
        people=sum(row.people for row in chosen),
        searches=sum(row.searches for row in chosen),
        failed=sum(row.failed for row in chosen),
    )
    new.share_failed = new.failed / new.searches if new.searches else 1.0
    new.save(update_fields=["share_failed"])
    _take(gap, chosen, into=new)
    note(gap, "split", by=by, title=title)
    note(new, "split_off", by=by, title=gap.title)
    return new


@transaction.atomic
def move(*, wording_id: int, into_id: int, by: Member) -> Gap:
    """Put one wording into another gap.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        Wording.DoesNotExist: there is no such wording.
        ValidationError: it is the last one of its gap, or there already.
    """
    into = locked(into_id, by)
    row = Wording.objects.select_related("gap").get(pk=wording_id)
    if row.gap is None or row.gap_id == into.pk:
        raise ValidationError(_("This search belongs there already."))
    if row.gap.wordings.count() == 1:
        raise ValidationError(_("It is the only one of its gap: merge the two."))
    gap = row.gap
    _take(gap, [row], into=into)
    said = row.shown or row.text
    note(gap, "moved_out", by=by, text=said, title=into.title)
    note(into, "moved_in", by=by, text=said, title=gap.title)
    return into


def _take(gap: Gap, rows: Collection[Wording], *, into: Gap) -> None:
    ids = [row.pk for row in rows]
    Wording.objects.filter(pk__in=ids).update(gap=into, is_placed=True)
    Gap.objects.filter(pk__in=[gap.pk, into.pk]).update(is_shaped=True)


@transaction.atomic
def decide(*, gap_id: int, triage: str, by: Member) -> Gap:
    """Say what is wrong; an empty ``triage`` takes that back.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: there is no such kind.
    """
    gap = locked(gap_id, by)
    if triage and triage not in Gap.Triage.values:
        raise ValidationError(_("Choose what is wrong from the list."))
    if triage == gap.triage:
        return gap
    gap.triage = triage
    gap.save(update_fields=["triage"])
    if triage:
        note(gap, "triaged", by=by, triage=triage)
    else:
        note(gap, "untriaged", by=by)
    return gap


@transaction.atomic
def dismiss(*, gap: Gap, why: str, by: Member) -> None:
    """Take a row off the list.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: no reason is given.
    """
    _must_be_support(by)
    if not why.strip():
        raise ValidationError(_("Say why, so that nobody has to ask again."))
    gap = locked(gap.pk, by)
    gap.state = Gap.State.DISMISSED
    gap.dismissed_why = why.strip()[:200]
    gap.save(update_fields=["state", "dismissed_why"])
    proving.give_up(gap)
    note(gap, "dismissed", by=by, why=gap.dismissed_why)


@transaction.atomic
def reopen(*, gap: Gap, by: Member) -> None:
    """Put a dismissed row back on the list.

    Raises:
        PermissionDenied: ``by`` is not support staff.
    """
    gap = locked(gap.pk, by)
    if gap.state != Gap.State.DISMISSED:
        return
    gap.state = _begun(gap)
    gap.dismissed_why = ""
    gap.save(update_fields=["state", "dismissed_why"])
    note(gap, "reopened", by=by)
