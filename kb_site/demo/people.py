"""The people of the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

import accounts.services
import community.services
from accounts.models import Shop
from accounts.roles import Role

if TYPE_CHECKING:
    from kb_site.demo.playback import Playback


def load_members(playback: Playback) -> None:
    """Create the people, all with the one password of the demo, hashed once: it is slow."""
    password = make_password(playback.password or None)
    for entry in playback.read("members.yaml"):
        shop = (
            Shop.objects.get_or_create(name=entry["shop"])[0] if "shop" in entry else None
        )
        member = accounts.services.create_member(
            name=entry["name"],
            email=entry["email"],
            username=entry["username"],
            role=Role(entry["role"]),
            language=entry["language"],
            shop=shop,
            joined_at=playback.ago(entry["joined"]),
            wants_mail=False,
        )
        accounts.services.confirm_email(member=member)
        member.password = password
        member.save(update_fields=["password"])
        playback.members[member.username] = member


def give_trust(playback: Playback) -> None:
    """Let a moderator name those who have helped for years as trusted."""
    moderator = next(each for each in playback.members.values() if each.is_moderator)
    for entry in playback.read("members.yaml"):
        if "trust" in entry:
            community.services.set_trust(
                member=playback.members[entry["username"]],
                to=entry["trust"],
                by=moderator,
                reason=entry["why"],
                at=playback.ago("60d"),
            )
