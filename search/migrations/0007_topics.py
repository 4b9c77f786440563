from __future__ import annotations

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def wordings_of_gaps(apps: Any, _editor: Any) -> None:
    """Give each gap the wording it was known by; the next run finds the others."""
    gaps, wordings = (apps.get_model("search", name).objects for name in ("Gap", "Wording"))
    for gap in gaps.all():
        wordings.create(
            gap=gap, language=gap.language, stems=gap.stems, text=gap.title, shown=gap.title
        )
    gaps.update(languages=models.F("language"), was_shown=True)


def stems_of_gaps(apps: Any, _editor: Any) -> None:
    """Name each gap by its first wording again; what has none cannot be told apart."""
    for gap in apps.get_model("search", "Gap").objects.order_by("pk"):
        first = gap.wordings.order_by("pk").first()
        gap.stems = first.stems if first else f"gap {gap.pk}"
        gap.language = first.language if first else gap.language
        gap.save(update_fields=["stems", "language"])


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0006_judged_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GapComment",
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
                ("text", models.TextField(max_length=2000)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Wording",
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
                ("language", models.CharField(max_length=2)),
                ("stems", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=200)),
                ("shown", models.CharField(default="", max_length=200)),
                ("is_placed", models.BooleanField(default=False)),
                ("people", models.PositiveIntegerField(default=0)),
                ("searches", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("first_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "wording",
                "verbose_name_plural": "wordings",
                "ordering": ["-people", "-failed", "text", "pk"],
            },
        ),
        migrations.AddField(
            model_name="gap",
            name="audiences",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="gap",
            name="blocked",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="gap",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="due"),
        ),
        migrations.AddField(
            model_name="gap",
            name="evidence",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="gap",
            name="is_named",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gap",
            name="is_shaped",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gap",
            name="is_spike",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gap",
            name="languages",
            field=models.CharField(default="", max_length=8),
        ),
        migrations.AddField(
            model_name="gap",
            name="last_seen_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="gap",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged",
                to="search.gap",
            ),
        ),
        migrations.AddField(
            model_name="gap",
            name="nearest",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="gap",
            name="no_click",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="gap",
            name="no_result",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="gap",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner",
            ),
        ),
        migrations.AddField(
            model_name="gap",
            name="people_before",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="gap",
            name="people_lately",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="gap",
            name="places",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="gap",
            name="reformulated",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="gap",
            name="series",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="gap",
            name="suggested",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_article", "no article"),
                    ("badly_named", "badly named"),
                    ("hidden", "hidden by rights"),
                    ("mistyped", "mistyped"),
                    ("out_of_scope", "out of scope"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="gap",
            name="tickets",
            field=models.PositiveIntegerField(
                default=0, verbose_name="requests to support"
            ),
        ),
        migrations.AddField(
            model_name="gap",
            name="triage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_article", "no article"),
                    ("badly_named", "badly named"),
                    ("hidden", "hidden by rights"),
                    ("mistyped", "mistyped"),
                    ("out_of_scope", "out of scope"),
                ],
                max_length=12,
                verbose_name="what is wrong",
            ),
        ),
        migrations.AddField(
            model_name="gap",
            name="unhelpful",
            field=models.PositiveIntegerField(
                default=0, verbose_name="votes “did not help”"
            ),
        ),
        migrations.AddField(
            model_name="gap",
            name="was_shown",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="need",
            name="gap",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="needs",
                to="search.gap",
            ),
        ),
        migrations.AlterField(
            model_name="gap",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "new"),
                    ("assigned", "assigned"),
                    ("drafting", "drafting"),
                    ("published", "published"),
                    ("verified", "verified"),
                    ("reopened", "reopened"),
                    ("dismissed", "dismissed"),
                ],
                default="new",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="gap",
            name="title",
            field=models.CharField(max_length=200, verbose_name="subject"),
        ),
        migrations.AddIndex(
            model_name="gap",
            index=models.Index(fields=["state", "-people"], name="gap_by_state"),
        ),
        migrations.AddField(
            model_name="gapcomment",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="gapcomment",
            name="gap",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="search.gap",
            ),
        ),
        migrations.AddField(
            model_name="wording",
            name="gap",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="wordings",
                to="search.gap",
            ),
        ),
        migrations.DeleteModel(
            name="GapQuery",
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(
                fields=("stems", "language"), name="wording_once"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="gap",
            name="gap_once",
        ),
        migrations.RunPython(wordings_of_gaps, stems_of_gaps),
        migrations.AlterField(  # so that going back can fill it
            model_name="gap",
            name="stems",
            field=models.CharField(max_length=200, default=""),
        ),
        migrations.RemoveField(
            model_name="gap",
            name="stems",
        ),
    ]
