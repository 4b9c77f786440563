"""Remember the mails that came in.

Why: a mail server may hand over the same mail twice; it must be answered the same and
taken once. Staff see why an answer by mail was refused.
Cost: one new table, nothing is locked.
Back: mails of the last days that come again are taken again.
"""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_suspension"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedMail",
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
                ("message_id", models.CharField(max_length=255, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("about", models.CharField(max_length=60)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("taking", "being taken"),
                            ("taken", "taken"),
                            ("refused", "refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="received_mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "received mail",
                "verbose_name_plural": "received mails",
                "indexes": [models.Index(fields=["at"], name="received_mail_by_age")],
            },
        ),
    ]
