"""Files of requests: checked before they are kept, shown to whoever reads the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import attachments
from support.models import MessageFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponseBase

    from accounts.http import SiteRequest
    from support.models import Message

FILES_AT_ONCE = 5
# Whatever a file holds, it never runs here as a page of ours.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def examined(request: HttpRequest) -> list[attachments.Found]:
    """Return the files of a form as they may be kept.

    Raises:
        ValidationError: one of them may not be kept; the text says which and why.
    """
    uploads = request.FILES.getlist("files")
    if len(uploads) > FILES_AT_ONCE:
        raise ValidationError(
            _("%(limit)s files fit into one message. Send the others after it.")
            % {"limit": FILES_AT_ONCE}
        )
    found = []
    for upload in uploads:
        try:
            attachments.check_size(upload.size or 0)
            found.append(attachments.examine(name=upload.name or "", content=upload.read()))
        except ValidationError as error:
            about = {"name": upload.name, "reason": error.messages[0]}
            raise ValidationError(_("%(name)s: %(reason)s") % about) from error
    return found


def keep(message: Message, found: Iterable[attachments.Found], at: datetime) -> None:
    """Keep files with ``message`` that it has not yet, in the caller's transaction."""
    known = set(message.files.values_list("sha256", flat=True))
    for each in found:
        if each.sha256 in known:
            continue
        file = MessageFile(
            message=message,
            name=each.name,
            content_type=each.content_type,
            size=len(each.content),
            sha256=each.sha256,
            at=at,
        )
        file.file.save(each.name, ContentFile(each.content), save=False)
        file.save(force_insert=True)


@require_safe
def file(request: HttpRequest, token: UUID, name: str) -> HttpResponseBase:
    """Serve a file to those who may read its request; ``name`` is for people."""
    reader = cast("SiteRequest", request).user
    found = get_object_or_404(MessageFile.objects.readable_by(reader), pk=token)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=not found.is_image,
        filename=found.name,
        content_type=found.content_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
