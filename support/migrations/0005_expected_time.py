"""Remember by when a first reply was promised.

Why: who waits is told before that time is missed, with a new one.
Cost: one empty column.
Back: drops the times promised.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0004_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="expected_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
