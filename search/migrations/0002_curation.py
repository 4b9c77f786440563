"""Synonyms, pinned results and judgements, which staff keep.

Why: staff teach search words and right answers; searches read them at once.
Cost: three new, empty tables.
Back: reversible; what staff taught is lost.
"""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Synonym",
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
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "All languages"),
                            ("en", "English"),
                            ("fr", "French"),
                        ],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="A word or a few: “till”.",
                        max_length=100,
                        verbose_name="who searches for",
                    ),
                ),
                (
                    "means",
                    models.TextField(
                        help_text="One word or phrase a line: “point of sale”.",
                        max_length=500,
                        verbose_name="also finds",
                    ),
                ),
                (
                    "is_two_way",
                    models.BooleanField(
                        default=True,
                        help_text="Who searches for one of these finds the first as well.",
                        verbose_name="the other way too",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, db_index=True)),
            ],
            options={
                "verbose_name": "synonym",
                "verbose_name_plural": "synonyms",
                "ordering": ["text", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Pin",
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
                (
                    "text",
                    models.CharField(
                        help_text="The order and the endings of the words do not matter.",
                        max_length=200,
                        verbose_name="search words",
                    ),
                ),
                ("stems", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="page")),
                (
                    "place",
                    models.PositiveSmallIntegerField(default=1, verbose_name="place"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "pinned result",
                "verbose_name_plural": "pinned results",
                "ordering": ["text", "place", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stems", "language", "key"), name="pin_once_per_query"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("starts_on__lte", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="pin_ends_after_start",
                        violation_error_message="The last day is before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
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
                ("text", models.CharField(max_length=200, verbose_name="search words")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("keys", models.JSONField(default=list, verbose_name="right results")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "judgement",
                "verbose_name_plural": "judgements",
                "ordering": ["text", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("text", "language"), name="one_judgement_per_query"
                    )
                ],
            },
        ),
    ]
