"""A member's account itself, taken along or emptied: the last holder to forget."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, ModelLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from accounts import preferences
from accounts.models import Member, MutedKey, Notice, NoticePreference, ReceivedMail
from accounts.personal import address, plain, rows

if TYPE_CHECKING:
    from accounts.personal import Row

covers = frozenset(
    {
        "accounts.Member_groups",
        "accounts.Member_user_permissions",
        "accounts.MutedKey",
        "accounts.Notice",
        "accounts.NoticePreference",
        "accounts.ReceivedMail",
        "account.EmailAddress",
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
        "wagtailcore.APIToken",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.PageSubscription",
        "wagtailusers.UserProfile",
    }
)
OURS = (Notice, NoticePreference, MutedKey, ReceivedMail)
OF_THE_ADMIN = (EditingSession, FormState, APIToken, PageSubscription)


def export(member: Member) -> dict[str, list[Row]]:
    return {
        "account": [_account(member)],
        "e-mail addresses": rows(
            EmailAddress.objects.filter(user=member),
            address="email",
            confirmed="verified",
            main="primary",
        ),
        "how you are told": [
            {"of": kind, "how": how} for kind, how in preferences.hows(member).items()
        ],
        "mail you stopped": rows(member.muted_keys.all(), about="key"),
        "notices": [_notice(notice) for notice in member.notices.all()],
        "answers by mail": rows(
            member.received_mails.order_by("at"),
            at="at",
            about="about",
            outcome="outcome",
            reason="reason",
        ),
    }


def _account(member: Member) -> Row:
    return {
        "name": member.display_name,
        "username": member.username,
        "profile": address(member.get_absolute_url()),
        "e-mail address": member.email,
        "language": member.language,
        "shop": member.shop.name if member.shop else "",
        "roles": sorted(member.group_names),
        "member since": plain(member.date_joined),
        "last sign-in": plain(member.last_login),
        "wants mail": member.wants_mail,
        "no mail from": plain(member.quiet_from),
        "no mail until": plain(member.quiet_until),
        "suspended until": plain(member.suspended_until),
        "suspended for": member.suspended_for,
    }


def _notice(notice: Notice) -> Row:
    return {
        "at": plain(notice.at),
        "text": notice.text,
        "address": address(notice.url),
        "read at": plain(notice.read_at),
        "mailed at": plain(notice.mailed_at),
    }


def erase(member: Member) -> None:
    """Make a former member of the row: texts keep an author who is nobody any more.

    A new password that nobody knows ends every session with its next request.
    """
    for model in OURS:
        model._default_manager.filter(member=member).delete()
    for model in (EmailAddress, *OF_THE_ADMIN):
        model._default_manager.filter(user=member).delete()
    _forget_profile(member)
    member.groups.clear()
    member.user_permissions.clear()
    if not member.is_former:
        member.username = f"former-{secrets.token_hex(6)}"
    member.email = member.display_name = member.first_name = member.last_name = ""
    member.suspended_for = ""
    member.suspended_until = member.last_login = member.digest_on = None
    member.quiet_from = member.quiet_until = member.shop = None
    member.is_active = member.is_staff = member.wants_mail = False
    member.set_unusable_password()
    member.save()
    # What staff did to the account stays in the admin's log, without the name.
    logged = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Member), object_id=str(member.pk)
    )
    logged.update(label=member.username)


def _forget_profile(member: Member) -> None:
    """Delete what the admin keeps of them: its language, its colours, their picture."""
    profile = UserProfile.objects.filter(user=member).first()
    if profile is None:
        return
    if profile.avatar:
        name, storage = str(profile.avatar.name), profile.avatar.storage
        transaction.on_commit(lambda: storage.delete(name))
    profile.delete()
