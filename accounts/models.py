"""Who comes here: members, and the shops they run."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.kinds import KINDS, OWN, How
from accounts.roles import AUDIENCE_OF_ROLE, BY_POWER, Role

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from base.audience import Audience

FORMER = re.compile(r"former-[0-9a-f]{12}")


class Shop(models.Model):
    """A shop on the company's platform; several members may run it."""

    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")

    def __str__(self) -> str:
        return self.name


class Member(AbstractUser):
    """Anyone with an account. Imported authors have an empty e-mail address."""

    email = models.EmailField(_("e-mail address"), blank=True)
    display_name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("en", "English"), ("fr", "Français")],
        default="en",
    )
    shop = models.ForeignKey(
        Shop, on_delete=models.SET_NULL, null=True, blank=True, related_name="members"
    )
    wants_mail = models.BooleanField(_("send me mail about my discussions"), default=True)
    # By the site's clock; from 22:00 until 07:00 goes over midnight.
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True)
    quiet_until = models.TimeField(_("no mail until"), null=True, blank=True)
    digest_on = models.DateField(null=True, blank=True, editable=False)  # the last one
    # Suspended members are not active; both are empty for all others.
    suspended_until = models.DateTimeField(null=True, blank=True, editable=False)
    suspended_for = models.CharField(max_length=300, blank=True, editable=False)

    objects: ClassVar[DjangoUserManager[Member]] = DjangoUserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="member_email_unique"
            ),
            models.CheckConstraint(
                name="member_quiet_has_both_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:profile", args=[self.username])

    def get_full_name(self) -> str:
        """Return the name members gave themselves; Wagtail's admin asks for it here."""
        if self.is_former:
            return gettext("Former member")
        return self.display_name or str(super().get_full_name())

    @property
    def is_former(self) -> bool:
        """Whether this is what an erased account left: see ``accounts.own_data``."""
        return not self.is_active and FORMER.fullmatch(self.username) is not None

    @property
    def name(self) -> str:
        """How others see this member; never the e-mail address."""
        return self.get_full_name() or self.username

    @cached_property
    def group_names(self) -> frozenset[str]:
        return frozenset(group.name for group in self.groups.all())  # prefetched by lists

    @cached_property
    def role(self) -> Role:
        if self.is_superuser:
            return Role.STAFF
        ours = (role for role in BY_POWER if role in self.group_names)
        return next(ours, Role.CUSTOMER)

    @property
    def may_enter_admin(self) -> bool:
        """Whether the staff pages are open; costs nothing for those who only read."""
        is_reader = self.group_names <= {Role.CUSTOMER, Role.MERCHANT}
        return self.is_superuser or (
            not is_reader and self.has_perm("wagtailadmin.access_admin")
        )

    @property
    def audience(self) -> Audience:
        """The last step of the audience scale this member may read."""
        return AUDIENCE_OF_ROLE[self.role]

    @property
    def is_support(self) -> bool:
        """Whether this member answers for the company."""
        return self.role is Role.STAFF

    @property
    def is_moderator(self) -> bool:
        """Whether this member keeps the forum safe; support staff do too."""
        return self.role in {Role.STAFF, Role.MODERATOR}


class NoticeQuerySet(models.QuerySet["Notice"]):
    def with_how(self) -> Self:
        """Add ``how`` the member wants to be told of each, chosen or usual."""
        chosen = NoticePreference.objects.filter(
            member=OuterRef("member"), kind=OuterRef("kind")
        )
        others = [
            When(kind=kind.name, then=Value(kind.usual.value))
            for kind in KINDS.values()
            if kind.usual is not How.AT_ONCE
        ]
        usual = Case(*others, default=Value(How.AT_ONCE.value))
        return self.annotate(how=Coalesce(Subquery(chosen.values("how")[:1]), usual))

    def to_mail(self) -> Self:
        """What is neither mailed nor read and whose member wants mail about it."""
        muted = MutedKey.objects.filter(member=OuterRef("member"), key=OuterRef("key"))
        return self.filter(
            ~Exists(muted) | Q(kind__in=OWN),
            mailed_at=None,
            mail_failed_at=None,
            read_at=None,
            member__is_active=True,
            member__wants_mail=True,
        ).exclude(member__email="")

    def due(self, moment: datetime) -> Self:
        """What no earlier try and no quiet hours hold back at ``moment``."""
        return self.filter(Q(mail_after=None) | Q(mail_after__lte=moment))


class Notice(models.Model):
    """One piece of news for one member; ``event`` makes telling twice harmless."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)  # what it is about: "thread:7"
    event = models.CharField(max_length=80)  # what happened: "answer:31"
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    # Not before: the end of quiet hours, of a pause after a failure, of somebody's try.
    mail_after = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_failed_at = models.DateTimeField(null=True, blank=True)  # refused for good
    mail_failure = models.CharField(max_length=200, blank=True)  # in the server's words

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        constraints = [
            # Whatever kinds of interest one has in an event, it is told once.
            models.UniqueConstraint(
                fields=["member", "key", "event"], name="notice_told_once_per_event"
            )
        ]
        indexes = [
            models.Index(fields=["member", "-at"], name="notice_by_member"),
            models.Index(
                name="notice_unmailed",
                fields=["at"],
                condition=Q(mailed_at=None, mail_failed_at=None, read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class NoticePreference(models.Model):
    """How a member is told of one kind, where that is not the usual way."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=10, choices=How.choices)

    class Meta:
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], name="notice_preference_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.how}"


class MutedKey(models.Model):
    """Something a member wants no more mail about; the site still tells them."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="muted_keys")
    key = models.CharField(max_length=60)  # as in Notice: "thread:7"

    class Meta:
        verbose_name = _("muted subject")
        verbose_name_plural = _("muted subjects")
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="muted_key_unique")
        ]

    def __str__(self) -> str:
        return self.key


class ReceivedMail(models.Model):
    """What became of an answer by mail, so that one that comes twice is taken once.

    Neither its text nor an address is kept.
    """

    class Outcome(models.TextChoices):
        TAKING = "taking", _("being taken")
        TAKEN = "taken", _("taken")
        REFUSED = "refused", _("refused")

    message_id = models.CharField(max_length=255, unique=True)
    at = models.DateTimeField(default=timezone.now)
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="received_mails"
    )
    about = models.CharField(max_length=60)  # as Notice.key: "thread:7"
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    why = models.CharField(max_length=20, blank=True)  # accounts.inbound.refusals.Why
    reason = models.CharField(max_length=500, blank=True)  # as the sender was told

    class Meta:
        verbose_name = _("received mail")
        verbose_name_plural = _("received mails")
        indexes = [models.Index(fields=["at"], name="received_mail_by_age")]

    def __str__(self) -> str:
        return self.message_id
