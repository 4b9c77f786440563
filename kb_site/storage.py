"""Static files with hashed names, compressed once at collection."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStorage(CompressedManifestStaticFilesStorage):
    """Hash the names; a file that is missing keeps its plain name, and no page breaks."""

    manifest_strict = False
