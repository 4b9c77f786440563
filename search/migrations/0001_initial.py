"""Create what search remembers.

Why: notes for the index, searches, needs and gaps begin here.
Cost: new, empty tables.
Back: drops them with all they hold.
"""

from __future__ import annotations

import secrets
import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VisitorKey",
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
                    "secret",
                    models.CharField(
                        default=secrets.token_hex, editable=False, max_length=64
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Gap",
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
                ("stems", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=2)),
                (
                    "title",
                    models.CharField(max_length=200, verbose_name="what people typed"),
                ),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people")),
                (
                    "searches",
                    models.PositiveIntegerField(default=0, verbose_name="searches"),
                ),
                (
                    "failed",
                    models.PositiveIntegerField(default=0, verbose_name="failed searches"),
                ),
                (
                    "share_failed",
                    models.FloatField(default=0.0, verbose_name="share that failed"),
                ),
                (
                    "threads",
                    models.PositiveIntegerField(
                        default=0, verbose_name="questions without an answer"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("drafting", "drafting"),
                            ("published", "published"),
                            ("dismissed", "dismissed"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("found_at", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("missed_query", models.CharField(blank=True, max_length=200)),
                (
                    "dismissed_why",
                    models.CharField(blank=True, max_length=200, verbose_name="why"),
                ),
                ("first_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("refreshed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "gap",
                "verbose_name_plural": "gaps",
                "constraints": [
                    models.UniqueConstraint(fields=("stems", "language"), name="gap_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexNote",
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
                ("key", models.CharField(max_length=60, unique=True, verbose_name="key")),
                (
                    "noted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="noted at"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="token"
                    ),
                ),
            ],
            options={
                "verbose_name": "note for the index",
                "verbose_name_plural": "notes for the index",
                "indexes": [models.Index(fields=["noted_at", "id"], name="note_by_age")],
            },
        ),
        migrations.CreateModel(
            name="Need",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("unanswered", "question without an answer"),
                            ("unhelpful", "vote “did not help”"),
                            ("ticket", "request to support"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=300)),
                ("stems", models.CharField(max_length=400)),
                ("language", models.CharField(max_length=2)),
                ("visitor", models.CharField(blank=True, max_length=32)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "need",
                "verbose_name_plural": "needs",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="need_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "asked the community"),
                            ("ticketed", "wrote to support"),
                            ("helpful", "found it helpful"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("visitor", models.CharField(blank=True, db_index=True, max_length=32)),
                ("session", models.CharField(blank=True, db_index=True, max_length=32)),
                ("articles_read", models.JSONField(default=list)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "outcome",
                "verbose_name_plural": "outcomes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "session"), name="outcome_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEvent",
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
                    "at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                ("text", models.CharField(max_length=200)),
                ("stems", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=2)),
                (
                    "audience",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Everyone"),
                            (1, "Members"),
                            (2, "Merchants"),
                            (3, "Staff"),
                        ]
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("page", "search page"),
                            ("live", "live box"),
                            ("ask", "ask form"),
                        ],
                        default="page",
                        max_length=4,
                    ),
                ),
                ("found_before", models.PositiveIntegerField()),
                ("found_after", models.PositiveIntegerField()),
                ("visitor", models.CharField(blank=True, db_index=True, max_length=32)),
                ("session", models.CharField(blank=True, db_index=True, max_length=32)),
                (
                    "left_out",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "counted"),
                            ("crawler", "crawler"),
                            ("staff", "staff"),
                            ("typed_ahead", "typed ahead"),
                        ],
                        max_length=12,
                    ),
                ),
                ("keys", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "search",
                "verbose_name_plural": "searches",
                "indexes": [
                    models.Index(fields=["stems", "language", "at"], name="search_by_stems")
                ],
            },
        ),
        migrations.CreateModel(
            name="GapLink",
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
                ("key", models.CharField(db_index=True, max_length=60)),
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
                (
                    "gap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="search.gap",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("gap", "key"), name="gap_link_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GapQuery",
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
                ("people", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                (
                    "gap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queries",
                        to="search.gap",
                    ),
                ),
            ],
            options={
                "ordering": ["-people", "-failed", "text"],
                "constraints": [
                    models.UniqueConstraint(fields=("gap", "text"), name="gap_query_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Click",
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
                ("position", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clicks",
                        to="search.searchevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "click",
                "verbose_name_plural": "clicks",
                "constraints": [
                    models.UniqueConstraint(fields=("event", "position"), name="click_once")
                ],
            },
        ),
    ]
