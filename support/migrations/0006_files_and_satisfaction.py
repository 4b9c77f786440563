"""Add the files of messages, and how people found it once a request is closed.

Why: files go both ways in a request, and staff learn how it was.
Cost: two new, empty tables.
Back: drops both; the files themselves stay in their folder.
"""

from __future__ import annotations

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import community.models.attachments
import support.models.replies


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0005_expected_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "file",
                    models.FileField(
                        storage=community.models.attachments.private_storage,
                        upload_to=support.models.replies.place,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="support.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Satisfaction",
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
                ("is_satisfied", models.BooleanField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("slow", "It took too long"),
                            ("unsolved", "It is not solved"),
                            ("again", "I had to explain it again"),
                            ("tone", "I did not like the tone"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="satisfaction",
                        to="support.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "satisfaction",
                "verbose_name_plural": "satisfaction",
            },
        ),
    ]
