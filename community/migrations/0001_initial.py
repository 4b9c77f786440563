"""Create boards, threads, posts and what members press on them.

Why: the forum begins here.
Cost: new, empty tables.
Back: drops them with all they hold.
"""

from __future__ import annotations

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
            name="Board",
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
                ("slug", models.SlugField(unique=True, verbose_name="address")),
                (
                    "title_en",
                    models.CharField(max_length=80, verbose_name="title in English"),
                ),
                (
                    "title_fr",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="title in French"
                    ),
                ),
                (
                    "description_en",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="description in English"
                    ),
                ),
                (
                    "description_fr",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="description in French"
                    ),
                ),
                (
                    "audience",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Everyone"),
                            (1, "Members"),
                            (2, "Merchants"),
                            (3, "Staff"),
                        ],
                        default=0,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
            ],
            options={
                "verbose_name": "board",
                "verbose_name_plural": "boards",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Tag",
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
                ("name", models.SlugField(max_length=40, unique=True, verbose_name="name")),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Post",
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
                ("position", models.PositiveIntegerField(editable=False)),
                ("body_markdown", models.TextField(blank=True, verbose_name="text")),
                ("body_html", models.TextField(editable=False)),
                ("posted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_official", models.BooleanField(default=False)),
                ("as_support", models.BooleanField(default=False)),
                ("helpful_count", models.PositiveIntegerField(default=0, editable=False)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_reason", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Thread",
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
                        choices=[("question", "question"), ("discussion", "discussion")],
                        default="question",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("slug", models.SlugField(editable=False, max_length=80)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "Français")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="asked at"
                    ),
                ),
                ("solved_at", models.DateTimeField(blank=True, null=True)),
                ("is_locked", models.BooleanField(default=False, verbose_name="locked")),
                ("is_pinned", models.BooleanField(default=False, verbose_name="pinned")),
                ("answer_count", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "peer_answer_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                ("me_too_count", models.PositiveIntegerField(default=0, editable=False)),
                ("first_answer_at", models.DateTimeField(editable=False, null=True)),
                (
                    "last_post_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("is_last_by_author", models.BooleanField(default=True, editable=False)),
                (
                    "support_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not with support"),
                            ("sending", "sending"),
                            ("with_support", "with support"),
                            ("waiting", "waiting for the author"),
                            ("answered", "answered by support"),
                            ("closed", "closed"),
                            ("not_sent", "not sent"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("support_since", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_reason", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "accepted_post",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="solves",
                        to="community.post",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to="community.board",
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tags",
                    models.ManyToManyField(
                        blank=True, related_name="threads", to="community.tag"
                    ),
                ),
            ],
            options={
                "verbose_name": "thread",
                "verbose_name_plural": "threads",
            },
        ),
        migrations.AddField(
            model_name="post",
            name="thread",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="community.thread",
            ),
        ),
        migrations.CreateModel(
            name="MeToo",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="me_toos",
                        to="community.thread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Watch",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watches",
                        to="community.thread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HelpfulVote",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helpful_votes",
                        to="community.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("post", "member"), name="helpful_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                fields=["board", "-last_post_at", "-id"], name="thread_by_activity"
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["board", "asked_at"], name="thread_by_age"),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["-last_post_at", "-id"], name="thread_latest"),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_post", None), ("solved_at", None)),
                    models.Q(
                        ("accepted_post__isnull", False), ("solved_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="thread_solved_at_iff_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True),
                fields=("source",),
                name="thread_imported_once",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["author", "-posted_at"], name="post_by_author"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                fields=("thread", "position"), name="post_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True),
                fields=("source",),
                name="post_imported_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="metoo",
            constraint=models.UniqueConstraint(
                fields=("thread", "member"), name="me_too_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.UniqueConstraint(
                fields=("thread", "member"), name="watch_once"
            ),
        ),
    ]
