"""Create the groups that are our roles.

Why: roles decide what one may read; every installation has the same four.
Cost: four rows, two permissions.
Back: the groups stay, for members may be in them.
"""

from __future__ import annotations

from django.db import migrations

ROLES = ["customer", "merchant", "staff", "moderator"]
MAY_ENTER_ADMIN = ["staff", "moderator"]


def create_roles(apps, schema_editor) -> None:
    groups = apps.get_model("auth", "Group").objects
    permissions = apps.get_model("auth", "Permission").objects
    may_enter = permissions.filter(
        codename="access_admin", content_type__app_label="wagtailadmin"
    )
    for name in ROLES:
        group, _ = groups.get_or_create(name=name)
        if name in MAY_ENTER_ADMIN:
            group.permissions.add(*may_enter)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
