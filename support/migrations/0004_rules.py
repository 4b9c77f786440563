"""Add the rules of the boards, with one for all of them that is on.

Why: what goes to support by itself is chosen board by board; before, three settings said it.
Cost: two new tables and an empty column of the escalations.
Back: drops the rules; the settings that were before are not read any more.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


def write_rule(apps, schema_editor):
    """Two working days without an answer, about as long as before."""
    rules = apps.get_model("support", "EscalationRule")
    rules.objects.create(name="Nobody answered", is_on=True)


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0004_moderation_trust_and_follows"),
        ("support", "0003_teams"),
    ]

    operations = [
        migrations.CreateModel(
            name="EscalationRule",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "is_on",
                    models.BooleanField(
                        default=False,
                        help_text="Save it switched off and rehearse it first.",
                        verbose_name="on",
                    ),
                ),
                (
                    "takes",
                    models.CharField(
                        choices=[
                            ("unanswered", "questions that nobody answered"),
                            ("open", "these, and questions that need attention"),
                        ],
                        default="unanswered",
                        max_length=10,
                        verbose_name="takes",
                    ),
                ),
                (
                    "min_open_hours",
                    models.PositiveSmallIntegerField(
                        default=20,
                        help_text="Only support's open hours count; a working day may have ten.",
                        verbose_name="asked at least this many hours ago",
                    ),
                ),
                (
                    "max_open_hours",
                    models.PositiveSmallIntegerField(
                        default=220, verbose_name="and at most this many"
                    ),
                ),
                (
                    "min_me_too",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="At least; 0 asks nothing.",
                        verbose_name="people who have this too",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "Français")],
                        max_length=2,
                        verbose_name="only in this language",
                    ),
                ),
                (
                    "ticket_class",
                    models.CharField(
                        choices=[
                            ("complaint", "complaint"),
                            ("blocked", "blocked"),
                            ("buying", "before buying"),
                            ("question", "question"),
                            ("thanks", "thanks"),
                        ],
                        default="question",
                        help_text="The class of the request; the hours of its team count.",
                        max_length=9,
                        verbose_name="arrives as",
                    ),
                ),
                (
                    "cap",
                    models.PositiveSmallIntegerField(
                        default=50,
                        help_text="A run comes every ten minutes.",
                        verbose_name="at most in one run",
                    ),
                ),
                (
                    "board",
                    models.OneToOneField(
                        blank=True,
                        help_text="Empty: every board that has no rule of its own.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="community.board",
                        verbose_name="board",
                    ),
                ),
                (
                    "without_tags",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="community.tag",
                        verbose_name="never with one of these tags",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over rule",
                "verbose_name_plural": "hand-over rules",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="escalation",
            name="rule",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="escalations",
                to="support.escalationrule",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_open_hours__gt", models.F("min_open_hours"))),
                name="rule_max_after_min",
                violation_error_message="The most must be more than the least.",
            ),
        ),
        migrations.RunPython(write_rule, migrations.RunPython.noop),
    ]
