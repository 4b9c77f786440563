"""Create the tables of articles.

Why: sections and articles in Wagtail's tree, and the votes on them.
Cost: none, the tables are new.
Back: drops them; the pages they belonged to are left without content.
"""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GuidesPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "guides",
                "verbose_name_plural": "guides",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ArticlePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(blank=True, max_length=500, verbose_name="summary"),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("heading", 4),
                            ("image", 8),
                            ("table", 10),
                            ("code", 14),
                            ("file", 16),
                            ("callout", 34),
                            ("fold", 35),
                            ("steps", 37),
                            ("quote", 38),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "link",
                                        "document-link",
                                        "ol",
                                        "ul",
                                        "hr",
                                        "code",
                                        "superscript",
                                        "subscript",
                                        "strikethrough",
                                        "image",
                                    ],
                                    "label": "Text",
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Text", "max_length": 255},
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("h2", "Heading"),
                                        ("h3", "Subheading"),
                                        ("h4", "Small heading"),
                                    ],
                                    "label": "Level",
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For links to this heading; made from the text when it is empty.",
                                    "label": "Anchor",
                                    "max_length": 120,
                                    "required": False,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "^[\\w.:-]+\\Z",
                                            "Letters, numbers, dots and hyphens only.",
                                        )
                                    ],
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 1), ("level", 2), ("anchor", 3)]],
                                {},
                            ),
                            5: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "Image"},
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For people who do not see it. Empty when it only decorates.",
                                    "label": "What it shows",
                                    "max_length": 255,
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 500, "required": False},
                            ),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 5), ("alt", 6), ("caption", 7)]],
                                {},
                            ),
                            9: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "link",
                                        "document-link",
                                        "ol",
                                        "ul",
                                        "code",
                                        "image",
                                    ],
                                    "label": "Text",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 9)]],
                                {"icon": "table", "label": "Table"},
                            ),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Language", "max_length": 40, "required": False},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 255, "required": False},
                            ),
                            13: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Code", "rows": 6},
                            ),
                            14: (
                                "wagtail.blocks.StructBlock",
                                [[("language", 11), ("title", 12), ("code", 13)]],
                                {},
                            ),
                            15: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "File"},
                            ),
                            16: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 15), ("title", 12)]],
                                {},
                            ),
                            17: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "Information"),
                                        ("success", "Tip"),
                                        ("warning", "Warning"),
                                        ("danger", "Danger"),
                                    ],
                                    "label": "Style",
                                },
                            ),
                            18: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("text", 0),
                                        ("heading", 4),
                                        ("image", 8),
                                        ("table", 10),
                                        ("code", 14),
                                        ("file", 16),
                                    ]
                                ],
                                {"label": "Content", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [[("style", 17), ("title", 12), ("body", 18)]],
                                {"icon": "info-circle", "label": "Callout"},
                            ),
                            20: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 255},
                            ),
                            21: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 20), ("body", 18)]],
                                {"icon": "collapse-down", "label": "Collapsible part"},
                            ),
                            22: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": True, "label": "Numbered", "required": False},
                            ),
                            23: ("wagtail.blocks.ListBlock", (18,), {"label": "Steps"}),
                            24: (
                                "wagtail.blocks.StructBlock",
                                [[("is_numbered", 22), ("items", 23)]],
                                {"icon": "list-ol", "label": "Steps"},
                            ),
                            25: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Source", "max_length": 255, "required": False},
                            ),
                            26: (
                                "wagtail.blocks.StructBlock",
                                [[("body", 18), ("source", 25)]],
                                {"icon": "openquote", "label": "Quote"},
                            ),
                            27: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("text", 0),
                                        ("heading", 4),
                                        ("image", 8),
                                        ("table", 10),
                                        ("code", 14),
                                        ("file", 16),
                                        ("callout", 19),
                                        ("fold", 21),
                                        ("steps", 24),
                                        ("quote", 26),
                                    ]
                                ],
                                {"label": "Content", "required": False},
                            ),
                            28: (
                                "wagtail.blocks.StructBlock",
                                [[("style", 17), ("title", 12), ("body", 27)]],
                                {"icon": "info-circle", "label": "Callout"},
                            ),
                            29: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 20), ("body", 27)]],
                                {"icon": "collapse-down", "label": "Collapsible part"},
                            ),
                            30: ("wagtail.blocks.ListBlock", (27,), {"label": "Steps"}),
                            31: (
                                "wagtail.blocks.StructBlock",
                                [[("is_numbered", 22), ("items", 30)]],
                                {"icon": "list-ol", "label": "Steps"},
                            ),
                            32: (
                                "wagtail.blocks.StructBlock",
                                [[("body", 27), ("source", 25)]],
                                {"icon": "openquote", "label": "Quote"},
                            ),
                            33: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("text", 0),
                                        ("heading", 4),
                                        ("image", 8),
                                        ("table", 10),
                                        ("code", 14),
                                        ("file", 16),
                                        ("callout", 28),
                                        ("fold", 29),
                                        ("steps", 31),
                                        ("quote", 32),
                                    ]
                                ],
                                {"label": "Content", "required": False},
                            ),
                            34: (
                                "wagtail.blocks.StructBlock",
                                [[("style", 17), ("title", 12), ("body", 33)]],
                                {"icon": "info-circle", "label": "Callout"},
                            ),
                            35: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 20), ("body", 33)]],
                                {"icon": "collapse-down", "label": "Collapsible part"},
                            ),
                            36: ("wagtail.blocks.ListBlock", (33,), {"label": "Steps"}),
                            37: (
                                "wagtail.blocks.StructBlock",
                                [[("is_numbered", 22), ("items", 36)]],
                                {"icon": "list-ol", "label": "Steps"},
                            ),
                            38: (
                                "wagtail.blocks.StructBlock",
                                [[("body", 33), ("source", 25)]],
                                {"icon": "openquote", "label": "Quote"},
                            ),
                        },
                        verbose_name="text",
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
                        verbose_name="audience",
                    ),
                ),
                (
                    "effective_audience",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Everyone"),
                            (1, "Members"),
                            (2, "Merchants"),
                            (3, "Staff"),
                        ],
                        db_index=True,
                        default=3,
                        editable=False,
                    ),
                ),
                (
                    "source_name",
                    models.CharField(blank=True, editable=False, max_length=120),
                ),
                (
                    "source_path",
                    models.CharField(blank=True, editable=False, max_length=500),
                ),
                (
                    "content_hash",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                (
                    "reviewed_on",
                    models.DateField(blank=True, null=True, verbose_name="checked on"),
                ),
                ("helpful_count", models.PositiveIntegerField(default=0, editable=False)),
                ("unhelpful_count", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "indexes": [
                    models.Index(
                        fields=["source_name", "source_path"], name="article_source"
                    )
                ],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="SectionPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(blank=True, max_length=500, verbose_name="summary"),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("heading", 4),
                            ("image", 8),
                            ("table", 10),
                            ("code", 14),
                            ("file", 16),
                            ("callout", 34),
                            ("fold", 35),
                            ("steps", 37),
                            ("quote", 38),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "link",
                                        "document-link",
                                        "ol",
                                        "ul",
                                        "hr",
                                        "code",
                                        "superscript",
                                        "subscript",
                                        "strikethrough",
                                        "image",
                                    ],
                                    "label": "Text",
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Text", "max_length": 255},
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("h2", "Heading"),
                                        ("h3", "Subheading"),
                                        ("h4", "Small heading"),
                                    ],
                                    "label": "Level",
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For links to this heading; made from the text when it is empty.",
                                    "label": "Anchor",
                                    "max_length": 120,
                                    "required": False,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "^[\\w.:-]+\\Z",
                                            "Letters, numbers, dots and hyphens only.",
                                        )
                                    ],
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 1), ("level", 2), ("anchor", 3)]],
                                {},
                            ),
                            5: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "Image"},
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For people who do not see it. Empty when it only decorates.",
                                    "label": "What it shows",
                                    "max_length": 255,
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 500, "required": False},
                            ),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 5), ("alt", 6), ("caption", 7)]],
                                {},
                            ),
                            9: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "link",
                                        "document-link",
                                        "ol",
                                        "ul",
                                        "code",
                                        "image",
                                    ],
                                    "label": "Text",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 9)]],
                                {"icon": "table", "label": "Table"},
                            ),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Language", "max_length": 40, "required": False},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 255, "required": False},
                            ),
                            13: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Code", "rows": 6},
                            ),
                            14: (
                                "wagtail.blocks.StructBlock",
                                [[("language", 11), ("title", 12), ("code", 13)]],
                                {},
                            ),
                            15: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "File"},
                            ),
                            16: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 15), ("title", 12)]],
                                {},
                            ),
                            17: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "Information"),
                                        ("success", "Tip"),
                                        ("warning", "Warning"),
                                        ("danger", "Danger"),
                                    ],
                                    "label": "Style",
                                },
                            ),
                            18: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("text", 0),
                                        ("heading", 4),
                                        ("image", 8),
                                        ("table", 10),
                                        ("code", 14),
                                        ("file", 16),
                                    ]
                                ],
                                {"label": "Content", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [[("style", 17), ("title", 12), ("body", 18)]],
                                {"icon": "info-circle", "label": "Callout"},
                            ),
                            20: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 255},
                            ),
                            21: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 20), ("body", 18)]],
                                {"icon": "collapse-down", "label": "Collapsible part"},
                            ),
                            22: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": True, "label": "Numbered", "required": False},
                            ),
                            23: ("wagtail.blocks.ListBlock", (18,), {"label": "Steps"}),
                            24: (
                                "wagtail.blocks.StructBlock",
                                [[("is_numbered", 22), ("items", 23)]],
                                {"icon": "list-ol", "label": "Steps"},
                            ),
                            25: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Source", "max_length": 255, "required": False},
                            ),
                            26: (
                                "wagtail.blocks.StructBlock",
                                [[("body", 18), ("source", 25)]],
                                {"icon": "openquote", "label": "Quote"},
                            ),
                            27: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("text", 0),
                                        ("heading", 4),
                                        ("image", 8),
                                        ("table", 10),
                                        ("code", 14),
                                        ("file", 16),
                                        ("callout", 19),
                                        ("fold", 21),
                                        ("steps", 24),
                                        ("quote", 26),
                                    ]
                                ],
                                {"label": "Content", "required": False},
                            ),
                            28: (
                                "wagtail.blocks.StructBlock",
                                [[("style", 17), ("title", 12), ("body", 27)]],
                                {"icon": "info-circle", "label": "Callout"},
                            ),
                            29: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 20), ("body", 27)]],
                                {"icon": "collapse-down", "label": "Collapsible part"},
                            ),
                            30: ("wagtail.blocks.ListBlock", (27,), {"label": "Steps"}),
                            31: (
                                "wagtail.blocks.StructBlock",
                                [[("is_numbered", 22), ("items", 30)]],
                                {"icon": "list-ol", "label": "Steps"},
                            ),
                            32: (
                                "wagtail.blocks.StructBlock",
                                [[("body", 27), ("source", 25)]],
                                {"icon": "openquote", "label": "Quote"},
                            ),
                            33: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("text", 0),
                                        ("heading", 4),
                                        ("image", 8),
                                        ("table", 10),
                                        ("code", 14),
                                        ("file", 16),
                                        ("callout", 28),
                                        ("fold", 29),
                                        ("steps", 31),
                                        ("quote", 32),
                                    ]
                                ],
                                {"label": "Content", "required": False},
                            ),
                            34: (
                                "wagtail.blocks.StructBlock",
                                [[("style", 17), ("title", 12), ("body", 33)]],
                                {"icon": "info-circle", "label": "Callout"},
                            ),
                            35: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 20), ("body", 33)]],
                                {"icon": "collapse-down", "label": "Collapsible part"},
                            ),
                            36: ("wagtail.blocks.ListBlock", (33,), {"label": "Steps"}),
                            37: (
                                "wagtail.blocks.StructBlock",
                                [[("is_numbered", 22), ("items", 36)]],
                                {"icon": "list-ol", "label": "Steps"},
                            ),
                            38: (
                                "wagtail.blocks.StructBlock",
                                [[("body", 33), ("source", 25)]],
                                {"icon": "openquote", "label": "Quote"},
                            ),
                        },
                        verbose_name="text",
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
                        verbose_name="audience",
                    ),
                ),
                (
                    "effective_audience",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Everyone"),
                            (1, "Members"),
                            (2, "Merchants"),
                            (3, "Staff"),
                        ],
                        db_index=True,
                        default=3,
                        editable=False,
                    ),
                ),
                (
                    "source_name",
                    models.CharField(blank=True, editable=False, max_length=120),
                ),
                (
                    "source_path",
                    models.CharField(blank=True, editable=False, max_length=500),
                ),
                (
                    "content_hash",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                (
                    "icon",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9-]+\\Z", "A name from lucide.dev, like “truck”."
                            )
                        ],
                        verbose_name="icon",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "indexes": [
                    models.Index(
                        fields=["source_name", "source_path"], name="section_source"
                    )
                ],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Vote",
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
                ("visitor", models.CharField(blank=True, max_length=64)),
                ("is_helpful", models.BooleanField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("case", "It does not fit my case"),
                            ("failed", "I did what it says and it did not work"),
                            ("unclear", "It is hard to understand"),
                            ("else", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=1000)),
                ("search_text", models.CharField(blank=True, max_length=200)),
                ("content_hash", models.CharField(max_length=64)),
                ("voted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="articles.articlepage",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("article", "member"),
                        name="vote_once_per_member",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("member", None), models.Q(("visitor", ""), _negated=True)
                        ),
                        fields=("article", "visitor"),
                        name="vote_once_per_visitor",
                    ),
                ],
            },
        ),
    ]
