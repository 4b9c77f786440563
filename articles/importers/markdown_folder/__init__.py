"""Import a folder of Markdown as GitBook and Docusaurus keep it."""

from __future__ import annotations

from articles.importers.markdown_folder.importing import import_folder
from articles.importers.markdown_folder.report import Finding, ImportProblem, Report

__all__ = ["Finding", "ImportProblem", "Report", "import_folder"]
