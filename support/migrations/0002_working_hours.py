"""Write down the usual working hours, to be changed in the admin.

Why: without hours support would look closed for ever.
Cost: five rows.
Back: leaves the rows; they go with their table.
"""

from __future__ import annotations

from datetime import time

from django.db import migrations

MONDAY_TO_FRIDAY = range(5)


def write_hours(apps, schema_editor):
    hours = apps.get_model("support", "SupportHours")
    if hours.objects.exists():
        return
    for weekday in MONDAY_TO_FRIDAY:
        hours.objects.create(weekday=weekday, opens=time(8), closes=time(18))


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]

    operations = [migrations.RunPython(write_hours, migrations.RunPython.noop)]
