"""The import itself: first every page gets its place, then its text, one by one.

A page begins as an unpublished, empty one, so that links to it can be made; its text and
its publication are one transaction. A run that was stopped is finished by the next.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.importers.markdown_folder.convert import Converter
from articles.importers.markdown_folder.dialect import to_html
from articles.importers.markdown_folder.files import markdown_files
from articles.importers.markdown_folder.outline import outline
from articles.importers.markdown_folder.report import Finding, ImportProblem, Report
from articles.importers.markdown_folder.shelf import Shelf
from articles.importers.markdown_folder.targets import Targets
from articles.importers.markdown_folder.texts import PageText, text_of_node
from articles.models import ArticlePage, GuidesPage, SectionPage
from articles.tree import root_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from articles.importers.markdown_folder.outline import Node
    from articles.models import KnowledgePage

FORMAT = 1  # raise it when the same file should give other blocks


@dataclass(slots=True)
class Planned:
    """One page to be: its place in the outline and what its file says."""

    node: Node
    parent: Node | None
    text: PageText


@dataclass(slots=True)
class Job:
    """One run over one folder."""

    root: Path
    shelf: Shelf
    report: Report
    targets: Targets
    is_rehearsal: bool
    show_progress: bool
    planned: list[Planned] = field(default_factory=list)

    def run(self, holder: GuidesPage | SectionPage | None) -> None:
        top = outline(self.root, markdown_files(self.root, self.report), self.report)
        self._plan(top)
        places = self._place(top, holder)
        for plan in self._progress(self.planned, _("Writing")):
            self._write_safely(plan, places.get(plan.node.source_path))
        self._sort_findings()
        seen = {node.source_path for node, _parent in top.walk()}
        self.report.gone += sorted(self.shelf.known_paths() - seen)

    def _sort_findings(self) -> None:
        """Tell in the order of the pages and their lines."""
        order = {plan.text.path: place for place, plan in enumerate(self.planned)}
        for found in (self.report.unresolved_links, self.report.unresolved_images):
            found.sort(key=lambda finding: (order.get(finding.path, -1), finding.line))

    def _progress(self, items: list[Planned], what: str) -> Iterable[Planned]:
        bar: Iterable[Planned] = tqdm(
            items, desc=what, unit=" p", disable=not self.show_progress
        )
        return bar

    def _plan(self, top: Node) -> None:
        for node, parent in top.walk():
            try:
                text = text_of_node(self.root, node, self.report)
            except ImportProblem as problem:
                self.report.errors.append(problem.finding)
            else:
                self.planned.append(Planned(node, parent, text))

    def _place(
        self, top: Node, holder: GuidesPage | SectionPage | None
    ) -> dict[str, KnowledgePage]:
        """Give every planned page its place in the tree; return them by source path."""
        places: dict[str, KnowledgePage] = {}
        for plan in self.planned:
            above = self._above(plan.parent, top, places) or holder
            try:
                page = self._placed(plan, above)
            except (ValidationError, DatabaseError, ImportProblem) as error:
                self._blame(plan, error)
                continue
            if page is not None:
                places[plan.node.source_path] = page
            for name in {plan.node.path, plan.node.source_path} - {""}:
                number = page.pk if page else 0
                self.targets.pages[name] = (number, plan.text.title)
        if not self.is_rehearsal:
            wanted = [
                places[plan.node.source_path]
                for plan in self.planned
                if plan.node.source_path in places
            ]
            self.shelf.put_in_order(wanted)
        return places

    def _above(
        self, node: Node | None, top: Node, places: dict[str, KnowledgePage]
    ) -> KnowledgePage | None:
        """Return the section above; where its file is broken, the one from before."""
        if node is None or node is top:
            return None
        if node.source_path in places:
            return places[node.source_path]
        return self.shelf.find(node.source_path)

    def _placed(
        self, plan: Planned, above: KnowledgePage | GuidesPage | None
    ) -> KnowledgePage | None:
        model = SectionPage if plan.node.is_section else ArticlePage
        path = plan.node.source_path
        page = self.shelf.find(path)
        if page is not None and not isinstance(page, model):
            why = _("was imported as another kind of page; move or delete that page first")
            raise ImportProblem(path, 0, why)
        if self.is_rehearsal:
            return page
        if page is None:
            text = plan.text
            return self.shelf.add(model, above, path=path, title=text.title, slug=text.slug)
        if self.shelf.move_below(page, above):
            self.report.moved.append(path)
        self.shelf.pair(page)
        return page

    def _write_safely(self, plan: Planned, page: KnowledgePage | None) -> None:
        """Write one page whole or not at all; a failure is told and ends nothing else."""
        path = plan.node.source_path
        if page is None and not (self.is_rehearsal and path in self.targets.pages):
            return  # already told why it has no place
        links, images = self.report.unresolved_links, self.report.unresolved_images
        before = len(links), len(images)
        try:
            with transaction.atomic():
                done = self._write(plan, page)
        except (ValidationError, DatabaseError, OSError, RecursionError) as error:
            del links[before[0] :], images[before[1] :]
            self.targets.forget()
            self._blame(plan, error)
            return
        done.append(path)

    def _write(self, plan: Planned, page: KnowledgePage | None) -> list[str]:
        """Bring the page to what its file says; return the list it belongs to."""
        values = self._values(plan)
        digest = hashlib.sha256(
            json.dumps([FORMAT, values], sort_keys=True, ensure_ascii=False).encode()
        ).hexdigest()
        if page is None:
            return self.report.created
        if page.content_hash == digest:
            return self.report.unchanged
        is_new = not page.content_hash
        if not self.is_rehearsal:
            self.shelf.write(page, values, digest=digest, text=plan.text)
        return self.report.created if is_new else self.report.changed

    def _values(self, plan: Planned) -> dict[str, Any]:
        text = plan.text
        html, odd = to_html(text.markdown)
        converter = Converter(self.targets.seen_from(text.path, text.line_offset))
        for line, what in odd:
            at = line + text.line_offset
            self.report.warnings.append(Finding(text.path, at, what))
        values: dict[str, Any] = {
            "title": text.title,
            "slug": text.slug,
            "summary": text.summary,
            "audience": int(text.audience),
            "is_draft": text.is_draft,
            "body": converter.blocks(html),
        }
        if plan.node.is_section:
            values["icon"] = text.icon
        return values

    def _blame(self, plan: Planned, error: Exception) -> None:
        path = plan.node.path or plan.node.source_path
        if isinstance(error, ImportProblem):
            self.report.errors.append(error.finding)
            return
        words = (
            "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        )
        self.report.errors.append(Finding(path, 0, words or type(error).__name__))


def import_folder(
    *,
    folder: Path,
    language: str,
    section: str = "",
    pair_with: str = "",
    source_name: str = "",
    is_rehearsal: bool = False,
    show_progress: bool = False,
) -> Report:
    """Bring the articles of ``language`` to what ``folder`` says, and report.

    ``section`` is the title of the section to import into, made if missing; without it the
    pages go right below the language. ``pair_with`` is the language whose pages of the same
    source path these are translations of. ``is_rehearsal`` writes nothing.

    Raises:
        ImportProblem: the folder cannot be read at all.
    """
    root = folder.resolve()
    if not root.is_dir():
        raise ImportProblem(str(folder), 0, _("is not a folder"))
    report = Report()
    shelf = Shelf(
        language=language, source_name=source_name or root.name, pair_with=pair_with
    )
    job = Job(
        root=root,
        shelf=shelf,
        report=report,
        targets=Targets(root, report, is_rehearsal=is_rehearsal),
        is_rehearsal=is_rehearsal,
        show_progress=show_progress,
    )
    job.run(None if is_rehearsal else _holder(shelf, language, section))
    return report


def _holder(shelf: Shelf, language: str, section: str) -> GuidesPage | SectionPage:
    root = root_for(language)
    if not section:
        return root
    known: SectionPage | None = (
        SectionPage.objects.child_of(root).filter(title=section).first()
    )
    if known is not None:
        return known
    with transaction.atomic():
        page = shelf.add(SectionPage, root, path="", title=section, slug=slugify(section))
        page.save_revision().publish()
    holder: SectionPage = SectionPage.objects.get(pk=page.pk)
    return holder
