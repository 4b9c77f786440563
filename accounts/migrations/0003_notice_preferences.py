"""Let members choose how they are told, and remember how each mail fared.

Why: mail at once about everything is too much for some; one event is told once whatever
kinds of interest a member has in it; a refused mail is not tried for ever.
Cost: new columns on members and notices and one partial index over the unmailed notices;
both tables are locked meanwhile (seconds for 100,000 notices). Of an event that was told
under two kinds, the first notice stays.
Back: preferences, muted subjects, quiet hours and what is known of failures are lost.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_the_first_of_each_event(apps, schema_editor) -> None:
    notices = apps.get_model("accounts", "Notice").objects
    first = (
        notices.order_by()
        .values("member", "key", "event")
        .annotate(first=models.Min("pk"), told=models.Count("pk"))
        .filter(told__gt=1)
    )
    for row in list(first):
        same = notices.filter(member=row["member"], key=row["key"], event=row["event"])
        same.exclude(pk=row["first"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
    ]

    operations = [
        migrations.RunPython(keep_the_first_of_each_event, migrations.RunPython.noop),
        migrations.CreateModel(
            name="MutedKey",
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
                ("key", models.CharField(max_length=60)),
            ],
            options={
                "verbose_name": "muted subject",
                "verbose_name_plural": "muted subjects",
            },
        ),
        migrations.CreateModel(
            name="NoticePreference",
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
                ("kind", models.CharField(max_length=40)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("at_once", "By e-mail, at once"),
                            ("daily", "By e-mail, once a day"),
                            ("weekly", "By e-mail, once a week"),
                            ("site", "On the site only"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice preference",
                "verbose_name_plural": "notice preferences",
            },
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_told_once",
        ),
        migrations.AddField(
            model_name="member",
            name="digest_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="member",
            name="quiet_from",
            field=models.TimeField(blank=True, null=True, verbose_name="no mail from"),
        ),
        migrations.AddField(
            model_name="member",
            name="quiet_until",
            field=models.TimeField(blank=True, null=True, verbose_name="no mail until"),
        ),
        migrations.AddField(
            model_name="notice",
            name="mail_after",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="mail_failed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="mail_failure",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="notice",
            name="mail_tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(
                    ("mail_failed_at", None), ("mailed_at", None), ("read_at", None)
                ),
                fields=["at"],
                name="notice_unmailed",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_until", None)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="member_quiet_has_both_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("member", "key", "event"), name="notice_told_once_per_event"
            ),
        ),
        migrations.AddField(
            model_name="mutedkey",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="muted_keys",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticepreference",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notice_preferences",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="mutedkey",
            constraint=models.UniqueConstraint(
                fields=("member", "key"), name="muted_key_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticepreference",
            constraint=models.UniqueConstraint(
                fields=("member", "kind"), name="notice_preference_unique"
            ),
        ),
    ]
