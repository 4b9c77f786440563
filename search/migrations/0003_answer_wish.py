"""Who waits for an answer that was not there, and the words they searched.

Why: whoever finds nothing can be told once there is an answer.
Cost: one new, empty table.
Back: reversible; the wishes are lost.
"""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_curation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("stems", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=2)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("mail_language", models.CharField(default="en", max_length=2)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("told_key", models.CharField(blank=True, max_length=60)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "wish for an answer",
                "verbose_name_plural": "wishes for an answer",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("confirmed_at__isnull", False),
                            ("stopped_at", None),
                            ("told_at", None),
                        ),
                        fields=["id"],
                        name="wish_open",
                    ),
                    models.Index(fields=["created_at"], name="wish_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("stems", "language", "member"),
                        name="wish_once_per_member",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("stems", "language", "email"),
                        name="wish_once_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), ("member__isnull", False)),
                            models.Q(
                                ("member__isnull", True),
                                models.Q(("email", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="wish_of_member_or_address",
                    ),
                ],
            },
        ),
    ]
