"""The trunk of the knowledge base: languages, their roots, and who may write there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)

from accounts.roles import Role, ensure_groups
from articles.models import GuidesPage

TITLES = {"en": "Guides", "fr": "Guides"}
PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
FILE_RIGHTS = [
    f"{verb}_{thing}"
    for thing in ("image", "document")
    for verb in ("add", "change", "choose")
]


@transaction.atomic
def root_for(language: str) -> GuidesPage:
    """Return the root page of ``language``; make it, the site and the rights if missing.

    The root's slug is the language, so that a page's path in the tree is its address.
    """
    locale, _created = Locale.objects.get_or_create(language_code=language)
    root = GuidesPage.objects.filter(locale=locale).first() or _plant(locale)
    _let_staff_write(root)
    return root


def _plant(locale: Locale) -> GuidesPage:
    trunk = Page.get_first_root_node()
    language = locale.language_code
    root = GuidesPage(
        title=TITLES.get(language, language), slug=language, locale=locale, live=True
    )
    other = GuidesPage.objects.first()
    if other is not None:
        root.translation_key = other.translation_key
    trunk.add_child(instance=root)
    root.save_revision().publish()
    _settle(root)
    return root


def _settle(root: GuidesPage) -> None:
    """Make ``root`` the site's first page, in place of Wagtail's welcome page."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    former = Page.objects.filter(pk=site.root_page_id).first() if site.pk else None
    if former is not None and isinstance(former.specific, GuidesPage):
        return
    site.root_page = root
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    if former is not None and type(former.specific) is Page and former.is_leaf():
        former.delete()


def _let_staff_write(root: GuidesPage) -> None:
    ensure_groups()
    staff = Group.objects.get(name=Role.STAFF)
    for right in Permission.objects.filter(
        codename__in=PAGE_RIGHTS, content_type__app_label="wagtailcore"
    ):
        GroupPagePermission.objects.get_or_create(group=staff, page=root, permission=right)
    top = Collection.get_first_root_node()
    for right in Permission.objects.filter(
        codename__in=FILE_RIGHTS,
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=staff, collection=top, permission=right
        )


def free_slug(parent: Page, slug: str, but: int | None = None) -> str:
    """Return ``slug``, with a number where a sibling (not page ``but``) has it already."""
    taken = set(parent.get_children().exclude(pk=but).values_list("slug", flat=True))
    names = [slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
