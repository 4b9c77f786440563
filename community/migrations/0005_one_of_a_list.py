"""Let boards ask for one of a list, the product a question is about above all.

Why: a product typed by hand is spelt in ten ways; chosen, it tells who can probably help.
Cost: adds one column to the few rows of what boards ask, with an empty list as default.
Back: drops the column; what was chosen stays, as text in one line.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0004_moderation_trust_and_follows")]

    operations = [
        migrations.AddField(
            model_name="boardfield",
            name="choices",
            field=models.TextField(
                blank=True,
                default="",
                help_text="For “one of a list”: one on each line.",
                verbose_name="the list",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="boardfield",
            name="kind",
            field=models.CharField(
                choices=[
                    ("line", "one line"),
                    ("text", "several lines, shown as they are"),
                    ("address", "a web address"),
                    ("choice", "one of a list, for example the product"),
                ],
                default="line",
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
