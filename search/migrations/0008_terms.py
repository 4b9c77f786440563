"""Lists of terms and guides for a period, and who was in the community.

Why: the lists tell people apart over whole periods, which daily totals cannot; and nothing
said yet how many of those in the community write to support all the same.
Cost: five new, empty tables.
Back: reversible; visits to the community are lost, lists are made again by night.
"""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0007_topics"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommunityVisit",
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
                ("visitor", models.CharField(db_index=True, max_length=32)),
                ("session", models.CharField(max_length=32)),
                ("place", models.CharField(max_length=60)),
                ("day", models.DateField()),
                (
                    "at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
            ],
            options={
                "verbose_name": "visit to the community",
                "verbose_name_plural": "visits to the community",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visitor", "place", "day"), name="one_community_visit_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CountedPeriod",
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
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("is_usual", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "counted period",
                "verbose_name_plural": "counted periods",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "last"), name="period_counted_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommunityTotal",
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
                ("place", models.CharField(blank=True, max_length=60)),
                ("visitors", models.PositiveIntegerField()),
                ("ticketed", models.PositiveIntegerField()),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="search.countedperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "community in a period",
                "verbose_name_plural": "community in periods",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "place"), name="community_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleTotal",
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
                ("language", models.CharField(blank=True, max_length=2)),
                (
                    "audience",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Everyone"),
                            (1, "Members"),
                            (2, "Merchants"),
                            (3, "Staff"),
                        ],
                        null=True,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=60)),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("best", "Guides that end the search"),
                            ("worst", "Guides that do not"),
                        ],
                        max_length=5,
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("opened", models.PositiveIntegerField()),
                ("positions", models.PositiveIntegerField()),
                ("dwell", models.PositiveIntegerField()),
                ("dwell_known", models.PositiveIntegerField()),
                ("solved", models.PositiveIntegerField()),
                ("asked", models.PositiveIntegerField()),
                ("ticketed", models.PositiveIntegerField()),
                ("helped", models.PositiveIntegerField()),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="search.countedperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "article of a period",
                "verbose_name_plural": "articles of a period",
                "ordering": ["rank"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["period", "language", "audience", "place"],
                        name="article_by_filter",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TermTotal",
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
                ("language", models.CharField(blank=True, max_length=2)),
                (
                    "audience",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Everyone"),
                            (1, "Members"),
                            (2, "Merchants"),
                            (3, "Staff"),
                        ],
                        null=True,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=60)),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("top", "Most searched"),
                            ("no_result", "Nothing found"),
                            ("low_click", "Results that few open"),
                        ],
                        max_length=9,
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("text_language", models.CharField(max_length=2)),
                ("searches", models.PositiveIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("no_result", models.PositiveIntegerField()),
                ("shown", models.PositiveIntegerField()),
                ("clicked", models.PositiveIntegerField()),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="search.countedperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "term of a period",
                "verbose_name_plural": "terms of a period",
                "ordering": ["rank"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["period", "language", "audience", "place"],
                        name="term_by_filter",
                    )
                ],
            },
        ),
    ]
