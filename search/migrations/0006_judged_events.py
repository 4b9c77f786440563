from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import migrations, models

SLICE = ("day", "language", "audience", "source")
SUMMED = (
    *("searches", "people", "no_result", "blocked", "no_click", "reformulated"),
    *("clicked", "positions", "solved", "unknown", "not_solved", "asked", "ticketed"),
)


def add_up_again(apps: Any, _editor: Any) -> None:
    """Forget the totals of days whose searches are still there: they are judged anew."""
    oldest = apps.get_model("search", "SearchEvent").objects.order_by("at").first()
    if oldest:
        totals = apps.get_model("search", "DailyTotal").objects
        totals.filter(day__gte=oldest.at.astimezone(UTC).date()).delete()


def fold_places(apps: Any, _editor: Any) -> None:
    """Add the totals of all places up into one row, as they were before."""
    totals = apps.get_model("search", "DailyTotal").objects
    for row in totals.exclude(place="").order_by("pk"):
        whole = {name: getattr(row, name) for name in SLICE}
        into = totals.filter(**whole, place="").first()
        row.delete()
        if into is None:
            row.place = ""
            row.save(force_insert=True)
            continue
        for name in SUMMED:
            setattr(into, name, getattr(into, name) + getattr(row, name))
        into.save()


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0005_daily_total"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dailytotal",
            name="one_total_a_day",
        ),
        migrations.AddField(
            model_name="click",
            name="dwell",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dailytotal",
            name="place",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="searchevent",
            name="deflection",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="searchevent",
            name="failure",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="searchevent",
            name="has_asked",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="searchevent",
            name="has_helped",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="searchevent",
            name="has_ticketed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="searchevent",
            name="place",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name="searchevent",
            name="left_out",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "counted"),
                    ("crawler", "crawler"),
                    ("staff", "staff"),
                    ("typed_ahead", "typed ahead"),
                    ("load_test", "load test"),
                    ("junk", "no question in it"),
                    ("wave", "wave of the same text"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="dailytotal",
            constraint=models.UniqueConstraint(
                fields=("day", "language", "audience", "source", "place"),
                name="one_total_a_day",
            ),
        ),
        migrations.RunPython(add_up_again, fold_places),
    ]
