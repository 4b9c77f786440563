"""The rows of the gap report: what many looked for and did not find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date

MIN_PEOPLE = 3  # a term is shown only when so many different people typed it
DAYS_SHOWN = 28  # in the small chart of a row


class GapQuerySet(models.QuerySet["Gap"]):
    def standing(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into=None)

    def shown(self) -> Self:
        """Those that many need, or that somebody works on however few do by now."""
        in_hand = ~Q(state=Gap.State.NEW) | Q(is_named=True) | Q(is_shaped=True)
        return self.standing().filter(
            Q(people__gte=MIN_PEOPLE) | (in_hand & ~Q(title="")),
        )

    def by_score(self) -> Self:
        return self.annotate(score=F("people") * F("share_failed")).order_by(
            "-score", "-people", "pk"
        )

    def overdue(self, today: date) -> Self:
        open_states = (Gap.State.NEW, Gap.State.ASSIGNED, Gap.State.DRAFTING)
        return self.filter(due_on__lt=today, state__in=(*open_states, Gap.State.REOPENED))


class Gap(models.Model):
    """What people look for and do not find: wordings that mean the same, in any language.

    Its id stays from day to day; a nightly run adds wordings and counts anew. What editors
    decided (title, wordings moved, owner, state, triage) no run touches.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        ASSIGNED = "assigned", _("assigned")
        DRAFTING = "drafting", _("drafting")
        PUBLISHED = "published", _("published")
        VERIFIED = "verified", _("verified")
        REOPENED = "reopened", _("reopened")
        DISMISSED = "dismissed", _("dismissed")

    class Triage(models.TextChoices):
        NO_ARTICLE = "no_article", _("no article")
        BADLY_NAMED = "badly_named", _("badly named")
        HIDDEN = "hidden", _("hidden by rights")
        MISTYPED = "mistyped", _("mistyped")
        OUT_OF_SCOPE = "out_of_scope", _("out of scope")

    title = models.CharField(_("subject"), max_length=200)
    is_named = models.BooleanField(default=False)  # by an editor
    was_shown = models.BooleanField(default=False)  # ever: somebody may know it
    is_shaped = models.BooleanField(default=False)  # an editor chose its wordings
    language = models.CharField(max_length=2)  # of most of its wordings
    languages = models.CharField(max_length=8, default="")  # of all of them: "en fr"
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )

    people = models.PositiveIntegerField(_("people"), default=0)  # who failed or asked
    searches = models.PositiveIntegerField(_("searches"), default=0)
    failed = models.PositiveIntegerField(_("failed searches"), default=0)
    # Of all who searched or asked, how many failed: 0.0 to 1.0. Not of their searches: who
    # tries four times before asking is one person, and so is who finds it at once.
    share_failed = models.FloatField(_("share that failed"), default=0.0)
    no_result = models.PositiveIntegerField(default=0)
    blocked = models.PositiveIntegerField(default=0)
    no_click = models.PositiveIntegerField(default=0)
    reformulated = models.PositiveIntegerField(default=0)
    threads = models.PositiveIntegerField(_("questions without an answer"), default=0)
    tickets = models.PositiveIntegerField(_("requests to support"), default=0)
    unhelpful = models.PositiveIntegerField(_("votes “did not help”"), default=0)
    people_lately = models.PositiveIntegerField(default=0)  # in the last 28 days
    people_before = models.PositiveIntegerField(default=0)  # in the 28 days before them
    is_spike = models.BooleanField(default=False)  # this week is far above the others
    series = models.JSONField(default=list)  # people of each of the last 28 days
    audiences = models.JSONField(default=dict)  # {"0": people who failed}
    places = models.JSONField(default=dict)  # {"board:payouts": people who failed}
    last_seen_at = models.DateTimeField(null=True, blank=True)

    nearest = models.CharField(max_length=60, blank=True)  # key of the likeliest document
    suggested = models.CharField(max_length=12, choices=Triage.choices, blank=True)
    evidence = models.JSONField(default=dict)  # for ``suggested``: a search.triage.Evidence
    triage = models.CharField(
        _("what is wrong"), max_length=12, choices=Triage.choices, blank=True
    )  # as a person decided

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.NEW
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    found_at = models.PositiveSmallIntegerField(null=True, blank=True)
    missed_query = models.CharField(max_length=200, blank=True)
    dismissed_why = models.CharField(_("why"), max_length=200, blank=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    refreshed_at = models.DateTimeField(default=timezone.now)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        indexes = [models.Index(fields=["state", "-people"], name="gap_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def verdict(self) -> str:
        """What is wrong: as a person decided, else as the evidence suggests."""
        return self.triage or self.suggested

    @property
    def came(self) -> int:
        """How many people searched or asked, of whom ``people`` failed."""
        return round(self.people / self.share_failed) if self.share_failed else 0

    @property
    def trend(self) -> int:
        """How many more people than in the 28 days before."""
        return self.people_lately - self.people_before


class WordingQuerySet(models.QuerySet["Wording"]):
    def typed(self) -> Self:
        """Those that somebody typed lately, most people first."""
        return self.filter(searches__gt=0)


class Wording(models.Model):
    """Searches in one language with the same stems, which belong to one gap or to none."""

    gap = models.ForeignKey(
        Gap, on_delete=models.SET_NULL, null=True, blank=True, related_name="wordings"
    )
    language = models.CharField(max_length=2)
    stems = models.CharField(max_length=200)  # sorted, as in SearchEvent
    text = models.CharField(max_length=200)  # as most people typed it when it came up
    shown = models.CharField(max_length=200, default="")  # without what tells of few people
    is_placed = models.BooleanField(default=False)  # in its gap, by an editor
    people = models.PositiveIntegerField(default=0)  # who typed it
    searches = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField(default=timezone.now)

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["-people", "-failed", "text", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stems", "language"], name="wording_once")
        ]

    def __str__(self) -> str:
        return self.text


class GapComment(models.Model):
    """What staff say to each other about a gap."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(max_length=2_000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class ProofQuerySet(models.QuerySet["Proof"]):
    def undecided(self) -> Self:
        return self.filter(decided_at=None)


class Proof(models.Model):
    """Whether what was published closed the gap: searches before it and after it.

    What was searched before is counted when it begins, for raw searches are purged.
    """

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("not decided yet")
        VERIFIED = "verified", _("verified")
        REOPENED = "reopened", _("reopened")
        TOO_FEW = "too_few", _("too few searches to say")

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="proofs")
    published_at = models.DateTimeField(default=timezone.now)
    fingerprint = models.CharField(max_length=64)  # of the texts that were published
    before = models.JSONField(default=dict)  # a search.proving.Tally
    after = models.JSONField(default=dict)
    looked_on = models.PositiveSmallIntegerField(default=0)  # days after publication
    verdict = models.CharField(
        max_length=8, choices=Verdict.choices, default=Verdict.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gap"],
                condition=models.Q(decided_at=None),
                name="one_open_proof_of_a_gap",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gap}: {self.get_verdict_display()}"


class GapLink(models.Model):
    """An article that is meant to close a gap, by its key in search."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=60, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gap", "key"], name="gap_link_once")]

    def __str__(self) -> str:
        return f"{self.gap}: {self.key}"
