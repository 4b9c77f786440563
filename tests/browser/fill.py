"""Make the small site's database, index and files where the environment says."""

from __future__ import annotations

import django
from django.core.management import call_command

# The staff's files are nine tenths of the work, and no public page asks for them.
STAFF_ONLY = ["wagtail*", "typed_table_block", "taggit", "*.map"]


def main() -> None:
    django.setup()
    from tests.browser.site import make_site

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command(
        "collectstatic", verbosity=0, interactive=False, ignore_patterns=STAFF_ONLY
    )
    make_site()
    call_command("rebuild_index", verbosity=0)


if __name__ == "__main__":
    main()
