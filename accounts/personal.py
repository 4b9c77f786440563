"""A member's data rights: all that the site holds of one, to take along or to forget.

Each app that holds something is named in ``settings.PERSONAL_DATA`` and answers for its
own tables; see docs/personal-data.md for what is kept and why.
"""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime, time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mail import letter
from accounts.models import Member

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from django.core.files import File
    from django.core.mail import EmailMultiAlternatives
    from django.db.models import QuerySet

Row: TypeAlias = dict[str, Any]  # plain JSON
CHUNK_BYTES = 64 * 1024


class Holder(Protocol):
    """What each module in ``settings.PERSONAL_DATA`` offers.

    One that holds files too has ``files(member)``: pairs of a path inside the archive,
    which its rows name, and the file.
    """

    covers: frozenset[str]  # the models it answers for: "community.Watch"

    def export(self, member: Member) -> dict[str, list[Row]]:
        """Return what a person can understand of it, by subject, as plain JSON."""

    def erase(self, member: Member) -> None:
        """Forget the member, within the caller's transaction; again changes nothing.

        The member's own row still says who they are: the last holder empties it.
        """


def holders() -> list[Holder]:
    return [cast("Holder", import_module(path)) for path in settings.PERSONAL_DATA]


def rows(found: QuerySet[Any], **fields: str) -> list[Row]:
    """Return ``found`` as plain rows: what each field is called, and where it is read."""
    return [
        {name: plain(value) for name, value in zip(fields, values, strict=True)}
        for values in found.values_list(*fields.values())
    ]


def plain(value: Any) -> Any:
    """Return ``value`` as JSON can say it."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def export(member: Member) -> dict[str, list[Row]]:
    """Return all that the site holds of ``member``, by subject, without the files."""
    found: dict[str, list[Row]] = {}
    for holder in reversed(holders()):  # who they are comes first
        found |= holder.export(member)
    return found


def write_archive(member: Member, to: IO[bytes]) -> None:
    """Write a zip of ``data.json`` and of the files that its rows name."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(export(member), ensure_ascii=False, indent=2)
        archive.writestr("data.json", text)
        for path, file in _files(member):
            _add(archive, path, file)


def _files(member: Member) -> Iterator[tuple[str, File[bytes]]]:
    for holder in holders():
        if files := getattr(holder, "files", None):
            yield from files(member)


def _add(archive: zipfile.ZipFile, path: str, file: File[bytes]) -> None:
    """Add ``file`` piece by piece; one that the disk has lost does not keep the others."""
    try:
        source = file.open("rb")
    except FileNotFoundError:
        return
    with source, archive.open(path, "w") as target:
        for chunk in source.chunks(CHUNK_BYTES):
            target.write(chunk)


def why_not(member: Member) -> str:
    """Return why ``member`` cannot be erased now; empty if they can.

    Somebody else takes the role first: no lone account can leave the house without
    staff, and no one who broke in can do away with the traces in one press.
    """
    if member.is_superuser or member.is_moderator or member.may_enter_admin:
        return _(
            "This account works for the company. Somebody else of the staff takes its "
            "roles from it first, then it can be erased."
        )
    return ""


@transaction.atomic
def erase(*, member: Member) -> Member:
    """Forget who ``member`` is; what they wrote in public stays, by a former member.

    Again changes nothing. A mail says that it is done; it leaves once all of it holds.

    Raises:
        ValidationError: they still have a role of the house.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    if reason := why_not(member):
        raise ValidationError(reason)
    mail = _farewell(member) if member.email else None
    for holder in holders():
        holder.erase(member)
    if mail:
        # At once and not by a task: that would keep the address. A mail server that is
        # down costs the mail, not the erasure.
        transaction.on_commit(mail.send, robust=True)
    return member


def _farewell(member: Member) -> EmailMultiAlternatives:
    with translation.override(member.language):
        return letter(
            to=member.email,
            subject=_("Your account is erased"),
            words=[
                _("As you asked, your account and what it held about you are erased."),
                _("What you wrote in public stays, under the name “Former member”."),
                _("We no longer have your address; this is the last mail."),
            ],
            why=_("You get this mail because your account was erased."),
            key=f"erased:{member.pk}",
        )
