"""Where staff find the pages about search in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from search import (
    views_curation,
    views_figures,
    views_gap_deeds,
    views_gaps,
    views_history,
    views_kept_out,
    views_lab,
    views_rising,
)
from search.gaps.trail import ACTION
from search.models import Judgement, Pin, Synonym

if TYPE_CHECKING:
    from accounts.http import MemberRequest

DEEDS = (
    *("plan", "comment", "rename", "merge", "regroup", "decide"),
    *("dismiss", "reopen"),
)
gaps = (
    [
        path("", views_gaps.index, name="index"),
        path("bulk/", views_gap_deeds.bulk, name="bulk"),
        path("count/", views_gap_deeds.count_anew, name="count"),
        path("<int:pk>/", views_gaps.detail, name="detail"),
        *(
            path(f"<int:pk>/{name}/", getattr(views_gap_deeds, name), name=name)
            for name in DEEDS
        ),
    ],
    "gaps",
)
lab = (
    [
        path("", views_lab.index, name="index"),
        path("judge/", views_lab.judge, name="judge"),
        path("try/synonym/", views_lab.try_synonym, name="try_synonym"),
        path("try/pin/", views_lab.try_pin, name="try_pin"),
        path("try/weights/", views_lab.try_weights, name="try_weights"),
    ],
    "lab",
)
synonyms = (
    [
        path("", views_curation.synonyms, name="index"),
        path("add/", views_curation.synonym, name="add"),
        path("<int:pk>/", views_curation.synonym, name="edit"),
        path(
            "<int:pk>/delete/",
            views_curation.delete,
            {"model": Synonym, "back": "synonyms:index"},
            name="delete",
        ),
    ],
    "synonyms",
)
pins = (
    [
        path("", views_curation.pins, name="index"),
        path("add/", views_curation.pin, name="add"),
        path("<int:pk>/", views_curation.pin, name="edit"),
        path(
            "<int:pk>/delete/",
            views_curation.delete,
            {"model": Pin, "back": "pins:index"},
            name="delete",
        ),
    ],
    "pins",
)
judgements = (
    [
        path("", views_curation.judgements, name="index"),
        path(
            "<int:pk>/delete/",
            views_curation.delete,
            {"model": Judgement, "back": "judgements:index"},
            name="delete",
        ),
    ],
    "judgements",
)


class SupportMenuItem(MenuItem):
    """An entry that only support staff see; the views ask again."""

    def is_shown(self, request: MemberRequest) -> bool:
        return request.user.is_support


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [
        path("gaps/", include(gaps)),
        path("search-figures/", views_figures.index, name="search_figures"),
        path("search-rising/", views_rising.index, name="search_rising"),
        path("search-kept-out/", views_kept_out.index, name="search_kept_out"),
        path("search-lab/", include(lab)),
        path("search-synonyms/", include(synonyms)),
        path("search-pins/", include(pins)),
        path("search-judgements/", include(judgements)),
        path("search-history/", views_history.index, name="search_history"),
    ]


def _item(label: Any, name: str, icon: str, order: int) -> SupportMenuItem:
    return SupportMenuItem(label, reverse(name), icon_name=icon, order=order)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(ACTION, _("Gap report"), _("Changed in the gap report"))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Return one entry for all; Wagtail hides it from whom it would be empty for."""
    items = [
        _item(_("Gap report"), "gaps:index", "search", 10),
        _item(_("Figures of the search"), "search_figures", "table", 15),
        _item(_("Rising words"), "search_rising", "arrow-up", 16),
        _item(_("Kept out"), "search_kept_out", "no-view", 17),
        _item(_("Search lab"), "lab:index", "view", 20),
        _item(_("Synonyms"), "synonyms:index", "openquote", 30),
        _item(_("Pinned results"), "pins:index", "thumbtack", 40),
        _item(_("Judgements"), "judgements:index", "check", 50),
        _item(_("History of the search"), "search_history", "history", 60),
    ]
    return SubmenuMenuItem(
        _("Search and gaps"),
        Menu(items=items),
        name="search-staff",
        icon_name="search",
        order=150,
    )
