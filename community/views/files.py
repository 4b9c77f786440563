"""Pictures and files of posts: taken from writers, shown to whoever reads the post."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base import attachments, limits
from community.models import Attachment
from community.services import attaching

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponseBase, QueryDict

    from accounts.http import MemberRequest, SiteRequest

FORBIDDEN, INVALID, TOO_OFTEN = 403, 422, 429
FILES_AT_ONCE = 10
# What a composer needs to know to offer files.
COMPOSER = {
    "accept": attachments.ACCEPT,
    "limit": attachments.MAX_BYTES,
    "megabytes": attachments.MAX_MEGABYTES,
}
# Whatever a file holds, it never runs here as a page of ours.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Take one picture or file and say how a text names it."""
    site = cast("SiteRequest", request)
    if site.user.is_anonymous:
        return JsonResponse({"error": _("Sign in to add files.")}, status=FORBIDDEN)
    if (file := request.FILES.get("file")) is None:
        return JsonResponse({"error": _("Choose a file first.")}, status=INVALID)
    try:
        added = _attach(cast("MemberRequest", request), file)
    except ValidationError as error:
        status = TOO_OFTEN if error.code == "limit" else INVALID
        return JsonResponse({"error": error.messages[0]}, status=status)
    return JsonResponse(
        {"markdown": added.markdown, "url": added.get_absolute_url(), "name": added.name}
    )


def _attach(request: MemberRequest, file: UploadedFile[bytes]) -> Attachment:
    """Attach ``file``; what is refused says which file it is about."""
    limits.hit("upload", limits.who(request))
    try:
        return attaching.attach(by=request.user, upload=file)
    except ValidationError as error:
        about = {"name": file.name, "reason": error.messages[0]}
        raise ValidationError(_("%(name)s: %(reason)s") % about) from error


def take(request: HttpRequest) -> tuple[QueryDict, list[ValidationError]]:
    """Return what was typed with the form's files named below the text, and refusals.

    The way without JavaScript: files are kept at once, so a form that comes back with an
    error has not lost them.
    """
    files = request.FILES.getlist("files")[:FILES_AT_ONCE]
    if not files or not request.user.is_authenticated:
        return request.POST, []
    lines, refused = [], []
    for file in files:
        try:
            lines.append(_attach(cast("MemberRequest", request), file).markdown)
        except ValidationError as error:
            refused.append(error)
    typed = request.POST.copy()
    typed["body"] = "\n\n".join([typed.get("body", "").rstrip(), *lines]).lstrip()
    return typed, refused


def say_refused(form: forms.Form, refused: list[ValidationError]) -> None:
    """Put what ``take`` refused beside the text field."""
    if refused:
        form.full_clean()
    for error in refused:
        form.add_error("body", error)


@require_safe
def file(request: HttpRequest, token: UUID, name: str) -> HttpResponseBase:
    """Serve a file to those who may read the post it is in; ``name`` is for people."""
    reader = cast("SiteRequest", request).user
    visible = Attachment.objects.visible_to(reader).select_related("post")
    attachment = get_object_or_404(visible, pk=token)
    if not attachment.is_named_for(reader):
        raise Http404
    etag = f'"{attachment.sha256}"'
    response = get_conditional_response(request, etag=etag) or _whole(attachment)
    response["ETag"] = etag
    # What everybody may read a proxy may keep, for minutes: it may be taken down.
    if reader.is_anonymous:
        response["Cache-Control"] = "public, max-age=300"
    else:
        response["Cache-Control"] = "private, no-cache"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _whole(attachment: Attachment) -> FileResponse:
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content,
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
