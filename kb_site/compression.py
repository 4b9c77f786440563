"""Send pages compressed: over the wire they weigh a quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TEXT = ("text/", "application/xml", "application/rss", "application/atom")


class CompressText(GZipMiddleware):
    """Django's own, but pictures and documents, compact already, keep their length."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
