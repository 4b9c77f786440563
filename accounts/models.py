"""Who comes here: members, and the shops they run."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import AUDIENCE_OF_ROLE, BY_POWER, Role

if TYPE_CHECKING:
    from base.audience import Audience


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

    objects: ClassVar[DjangoUserManager[Member]] = DjangoUserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="member_email_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:profile", args=[self.username])

    @property
    def name(self) -> str:
        """How others see this member; never the e-mail address."""
        return self.display_name or self.get_full_name() or self.username

    @cached_property
    def role(self) -> Role:
        names = {group.name for group in self.groups.all()}  # prefetched by lists
        if self.is_superuser:
            return Role.STAFF
        return next((role for role in BY_POWER if role in names), Role.CUSTOMER)

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

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "key", "event"], name="notice_told_once"
            )
        ]
        indexes = [models.Index(fields=["member", "-at"], name="notice_by_member")]

    def __str__(self) -> str:
        return self.text
