"""Give hours to a team and a channel; add its holidays and closures.

Why: teams keep different hours, in their own zone, and are closed on some days.
Cost: three small tables; each period of the week is rewritten once.
Back: drops teams, holidays and closures; the periods of all teams become one list.
"""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.db import migrations, models

import support.models.hours


def found_team(apps, schema_editor):
    hours = apps.get_model("support", "SupportHours")
    team = apps.get_model("support", "Team").objects.create(name="Support")
    hours.objects.update(team=team)


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0002_working_hours"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closure",
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
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "notice_en",
                    models.CharField(
                        help_text="Why; the times are added.",
                        max_length=200,
                        verbose_name="notice in English",
                    ),
                ),
                (
                    "notice_fr",
                    models.CharField(max_length=200, verbose_name="notice in French"),
                ),
                (
                    "announce_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="announced from"
                    ),
                ),
            ],
            options={
                "verbose_name": "closure",
                "verbose_name_plural": "closures",
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
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
                ("day", models.DateField(verbose_name="day")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "is_open",
                    models.BooleanField(
                        default=False,
                        help_text="For a public holiday.",
                        verbose_name="open all the same",
                    ),
                ),
            ],
            options={
                "verbose_name": "holiday",
                "verbose_name_plural": "holidays",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="Team",
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
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                (
                    "ticket_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("complaint", "complaint"),
                            ("blocked", "blocked"),
                            ("buying", "before buying"),
                            ("question", "question"),
                            ("thanks", "thanks"),
                        ],
                        help_text="Empty: every request that no other team looks after.",
                        max_length=9,
                        verbose_name="looks after",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        default=support.models.hours.default_zone,
                        max_length=60,
                        verbose_name="time zone",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="On these days the team is closed.",
                        max_length=2,
                        verbose_name="public holidays of",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        help_text="Where holidays differ within the country, for example BY for DE.",
                        max_length=10,
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "team and its hours",
                "verbose_name_plural": "teams and their hours",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="supporthours",
            name="hours_close_after_opening",
        ),
        migrations.AddField(
            model_name="supporthours",
            name="channel",
            field=models.CharField(
                blank=True,
                choices=[
                    ("site", "this site"),
                    ("email", "e-mail"),
                    ("phone", "telephone"),
                    ("widget", "help inside the product"),
                    ("social", "social networks"),
                ],
                help_text="A channel with periods of its own has no others.",
                max_length=6,
                verbose_name="only for",
            ),
        ),
        migrations.AlterField(
            model_name="supporthours",
            name="closes",
            field=models.TimeField(
                help_text="00:00 is the end of the day.", verbose_name="closes"
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                fields=("ticket_class",), name="team_per_class"
            ),
        ),
        migrations.AddField(
            model_name="holiday",
            name="team",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="holidays",
                to="support.team",
            ),
        ),
        migrations.AddField(
            model_name="closure",
            name="team",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="closures",
                to="support.team",
            ),
        ),
        migrations.AddField(
            "supporthours",
            "team",
            modelcluster.fields.ParentalKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hours",
                to="support.team",
            ),
        ),
        migrations.RunPython(found_team, migrations.RunPython.noop),
        migrations.AlterField(
            "supporthours",
            "team",
            modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hours",
                to="support.team",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporthours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes__gt", models.F("opens")), ("closes", "00:00"), _connector="OR"
                ),
                name="hours_close_after_opening",
                violation_error_message="It closes before it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(
                fields=("team", "day"), name="holiday_once_per_team"
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="closure_ends_after_it_starts",
                violation_error_message="It ends before it starts.",
            ),
        ),
    ]
