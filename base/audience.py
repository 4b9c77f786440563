"""Who may read something: one ordered scale, so that one comparison decides."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.IntegerChoices):
    """From everybody to few. Whoever may read one step may read all before it."""

    PUBLIC = 0, _("Everyone")
    MEMBERS = 1, _("Members")
    MERCHANTS = 2, _("Merchants")
    STAFF = 3, _("Staff")
