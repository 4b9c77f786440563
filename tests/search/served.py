"""Fill a fresh database for web processes; end with a line of sessions and addresses."""

from __future__ import annotations

import json
import sys

import django
from django.core.management import call_command

PEOPLE = 3


def main() -> None:
    django.setup()
    call_command("createcachetable", verbosity=0)
    from django.test import Client
    from django.urls import reverse

    from tests.community.factories import ThreadFactory
    from tests.factories import StaffFactory

    people = []
    for number in range(PEOPLE):
        member = StaffFactory()
        thread = ThreadFactory(by=member, title=f"Why is payout number {number} late?")
        client = Client()
        client.force_login(member)
        session = client.cookies["sessionid"].value
        people.append([number, session, reverse("community:answer", args=[thread.pk])])
    call_command("rebuild_index", verbosity=0)
    begin_afresh()
    sys.stdout.write(f"{json.dumps(people)}\n")


def begin_afresh() -> None:
    """Leave the file as on a new machine: the first who come switch its journal."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=DELETE")


if __name__ == "__main__":
    main()
