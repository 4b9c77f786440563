"""The moderators' pages in Wagtail's admin: the review queue and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Member
from accounts.roles import audience_of
from base.typed import key_in, keys_in, storable
from community import services
from community.models import Action, Board, Flag, Post, posts_to_review
from community.services import reviewing
from community.services.tidying import Where
from community.services.undoing import UNDO
from community.views.moderating import thread_named

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from accounts.http import MemberRequest

PAGE_SIZE = 25
SUSPEND_DAYS = (1, 7, 30, 365)
SHOW = {"": Q(), "reported": Q(reports__gt=0), "held": Q(is_held=True)}
ORDERS = {
    "reports": (gettext_lazy("Most reported first"), ("-reports", "since", "pk")),
    "waiting": (gettext_lazy("Waiting longest"), ("since", "pk")),
    "latest": (gettext_lazy("Latest first"), ("-since", "-pk")),
}


def _only_moderators(request: MemberRequest) -> None:
    if not request.user.is_moderator:
        raise PermissionDenied


def _posts(request: MemberRequest) -> QuerySet[Post]:
    """Return what waits on the boards that the moderator may read."""
    audience = audience_of(request.user)
    return posts_to_review().filter(thread__board__audience__lte=audience)


def _actions(request: MemberRequest) -> QuerySet[Action]:
    readable = Q(thread__board__audience__lte=audience_of(request.user))
    return Action.objects.filter(readable | Q(thread=None))


def _crumbs(label: str = "") -> list[dict[str, str]]:
    first = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    queue = {"url": reverse("moderation:queue"), "label": _("Moderation")}
    return [first, queue, *([{"url": "", "label": label}] if label else [])]


@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """List what is held or reported, by board and in the order one likes."""
    _only_moderators(request)
    show, order = request.GET.get("show", ""), request.GET.get("order", "")
    show = show if show in SHOW else ""
    order = order if order in ORDERS else "reports"
    boards = Board.objects.visible_to(request.user)
    board = boards.filter(slug=storable(request.GET.get("board", ""))).first()
    flags = Flag.objects.open().select_related("member")
    posts = _posts(request).filter(SHOW[show]).order_by(*ORDERS[order][1])
    posts = posts.prefetch_related(Prefetch("flags", flags, to_attr="open_flags"))
    if board is not None:
        posts = posts.filter(thread__board=board)
    page = Paginator(posts, PAGE_SIZE).get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        "header_title": _("Moderation"),
        "header_icon": "warning",
        "breadcrumbs_items": _crumbs(),
        "page": page,
        "rows": _with_authors(list(page)),
        "show": show,
        "boards": boards,
        "board": board,
        "orders": [(name, label) for name, (label, _columns) in ORDERS.items()],
        "order": order,
        "reasons": reviewing.REASONS.items(),
        "verdicts": reviewing.Verdict.choices,
        "days": SUSPEND_DAYS,
        "now": timezone.now(),
    }
    return render(request, "community/admin/queue.html", context)


def _with_authors(posts: Collection[Post]) -> list[tuple[Post, dict[str, Any]]]:
    """Return each post with what its author did so far, in two queries."""
    authors = {post.author_id for post in posts}
    counts: dict[int, dict[str, Any]] = {
        row["author"]: dict(row)
        for row in Post.objects.filter(author__in=authors)
        .order_by()
        .values("author")
        .annotate(
            shown=Count("pk", filter=Q(hidden_at=None)),
            down=Count("pk", filter=Q(hidden_at__isnull=False, is_held=False)),
        )
    }
    sanctions = Action.objects.filter(
        member__in=authors, kind__in=[Action.Kind.WARN, Action.Kind.SUSPEND], undone_at=None
    )
    warned = dict(
        sanctions.order_by().values_list("member").annotate(n=Count("pk")).order_by()
    )
    return [
        (post, counts[post.author_id] | {"warned": warned.get(post.author_id, 0)})
        for post in posts
    ]


@require_POST
def take(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that one looks at a message, so that nobody else does at the same time."""
    _only_moderators(request)
    post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    held = services.take_up(post=post, by=request.user)
    if held.member_id != request.user.pk:
        messages.warning(
            request, _("%(name)s looks at it already.") % {"name": held.member.name}
        )
    return redirect(f"{reverse('moderation:queue')}#m{pk}")


@require_POST
def decide(request: MemberRequest) -> HttpResponse:
    """Decide about the chosen messages."""
    _only_moderators(request)
    posts = _posts(request).filter(pk__in=keys_in(request.POST.getlist("posts")))
    reason = request.POST.get("words", "").strip() or request.POST.get("reason", "")
    days = key_in(request.POST.get("days", ""))
    try:
        done, problems = services.decide(
            posts=posts,
            by=request.user,
            verdict=request.POST.get("verdict", ""),
            reason=reason,
            days=SUSPEND_DAYS[-2] if days is None else days,
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("moderation:queue")
    said = ngettext("%(n)s message decided.", "%(n)s messages decided.", done)
    _say(request, problems, said % {"n": done} if done else "")
    return redirect("moderation:queue")


@require_POST
def tidy(request: MemberRequest) -> HttpResponse:
    """Lock, move, merge or split the discussions of the chosen messages."""
    _only_moderators(request)
    typed = request.POST
    boards = Board.objects.visible_to(request.user)
    where = Where(
        board=boards.filter(slug=storable(typed.get("board", ""))).first(),
        into=thread_named(typed.get("into", ""), by=request.user),
        title=typed.get("title", ""),
    )
    try:
        done, problems = services.tidy(
            posts=_posts(request).filter(pk__in=keys_in(typed.getlist("posts"))),
            by=request.user,
            deed=typed.get("deed", ""),
            where=where,
            reason=typed.get("why", ""),
        )
    except ValidationError as error:
        done, problems = 0, [error.messages[0]]
    said = ngettext("%(n)s discussion changed.", "%(n)s discussions changed.", done)
    _say(request, problems, said % {"n": done} if done else "")
    return redirect("moderation:queue")


def _say(request: MemberRequest, problems: Collection[str], done: str) -> None:
    for problem in problems:
        messages.error(request, problem)
    if done:
        messages.success(request, done)
    elif not problems:
        messages.warning(request, _("Choose at least one message that is still open."))


@require_safe
def trail(request: MemberRequest) -> HttpResponse:
    """List what moderators did, the latest first, by person and kind."""
    _only_moderators(request)
    kind, by = request.GET.get("kind", ""), request.GET.get("by", "")
    actions = _actions(request).select_related(
        "by", "member", "thread", "post", "undone_by"
    )
    if kind in Action.Kind.values:
        actions = actions.filter(kind=kind)
    if by.isdecimal():
        actions = actions.filter(by__in=keys_in([by]))
    context: dict[str, Any] = {
        "header_title": _("What moderators did"),
        "header_icon": "history",
        "breadcrumbs_items": _crumbs(_("What moderators did")),
        "page": Paginator(actions, 2 * PAGE_SIZE).get_page(request.GET.get("p")),
        "kinds": Action.Kind.choices,
        "kind": kind,
        "people": Member.objects.filter(pk__in=Action.objects.order_by().values("by")),
        "by": by,
        "can_undo": set(UNDO),
    }
    return render(request, "community/admin/trail.html", context)


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back one act of moderation."""
    _only_moderators(request)
    try:
        services.undo(action=get_object_or_404(_actions(request), pk=pk), by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Undone."))
    return redirect("moderation:trail")
