"""Members take their data along, and have it erased."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

import support.services
from accounts import leaving, personal, suspension
from accounts.models import Member, Notice
from accounts.roles import Role
from accounts.services import confirm_email, give_role
from articles.models import Vote
from search.models import Click, Need, Outcome, SearchEvent
from search.visit import visitor_of
from support.models import Escalation, Ticket
from tests.articles.factories import make_article
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, StaffFactory
from tests.support.factories import TicketFactory, delivered_ticket, old_thread

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password"
WORK = "work on the company's guides: it stays, by an account that is nobody's any more"
# Models of others that point to members and that nobody here empties, each with why.
THIRD_PARTY = {
    "wagtailcore.Comment": WORK,
    "wagtailcore.CommentReply": WORK,
    "wagtailcore.Page": WORK,
    "wagtailcore.PageLogEntry": WORK,
    "wagtailcore.Revision": WORK,
    "wagtailcore.TaskState": WORK,
    "wagtailcore.UploadedFile": WORK,
    "wagtailcore.WorkflowState": WORK,
    "wagtaildocs.Document": WORK,
    "wagtailimages.Image": WORK,
}


@pytest.fixture
def marta(settings, tmp_path) -> Member:
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    member = MemberFactory(
        username="marta", display_name="Marta Lang", email="marta@shop.example"
    )
    confirm_email(member=member, password=PASSWORD)
    return member


def pointing_to_members() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is Member
    }


def test_every_table_that_points_to_members_has_somebody_who_answers_for_it():
    covered = [import_module(path).covers for path in settings.PERSONAL_DATA]

    assert pointing_to_members() - set().union(*covered) == set(THIRD_PARTY)


def test_nobody_answers_for_a_table_that_is_not_there():
    covered = set().union(*(holder.covers for holder in personal.holders()))

    assert covered <= pointing_to_members()


def downloaded(client) -> dict[str, list[dict[str, object]]]:
    response = client.post(reverse("accounts:download_data"))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response)))
    return json.loads(archive.read("data.json"))


def test_the_download_says_who_they_are_and_what_they_asked_support(client, marta):
    TicketFactory(by=marta, subject="Invoice 7 is missing")
    client.force_login(marta)

    data = downloaded(client)

    assert data["account"][0]["e-mail address"] == "marta@shop.example"
    assert data["e-mail addresses"][0]["confirmed"] is True
    assert [row["subject"] for row in data["requests"]] == ["Invoice 7 is missing"]
    assert data["requests"][0]["messages"][0]["by"] == "you"


def test_the_download_holds_no_notes_of_support(client, marta):
    ticket = TicketFactory(by=marta)
    support.services.add_note(
        ticket=ticket, by=StaffFactory(), body="She was rude last year."
    )
    client.force_login(marta)

    assert "rude last year" not in json.dumps(downloaded(client))


def test_the_download_has_searches_and_votes(client, marta):
    searched(marta, "late payout")
    Vote.objects.create(
        article=make_article(),
        member=marta,
        is_helpful=False,
        comment="Step 3 is gone.",
        content_hash="0",
    )
    client.force_login(marta)

    data = downloaded(client)

    assert [row["text"] for row in data["searches"]] == ["late payout"]
    assert data["votes on guides"][0]["in your words"] == "Step 3 is gone."


def searched(member: Member, text: str) -> SearchEvent:
    return SearchEvent.objects.create(
        text=text,
        stems=text,
        language="en",
        audience=0,
        found_before=1,
        found_after=1,
        visitor=visitor_of(f"member:{member.pk}"),
        session="s1",
    )


def test_three_downloads_a_day(client, marta):
    client.force_login(marta)
    answers = [client.post(reverse("accounts:download_data")) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


def test_data_is_for_those_who_are_signed_in(client):
    for name in ("my_data", "download_data"):
        assert client.post(reverse(f"accounts:{name}")).status_code == 302


def test_erasing_asks_for_the_password(client, marta):
    client.force_login(marta)

    page = client.post(reverse("accounts:my_data"), {"password": "wrong"})

    assert "This is not your password." in page.text
    assert Member.objects.get(pk=marta.pk).email == "marta@shop.example"


def test_guessing_the_password_ends_soon(client, marta):
    client.force_login(marta)
    for _ in range(5):
        client.post(reverse("accounts:my_data"), {"password": "wrong"})

    answer = client.post(reverse("accounts:my_data"), {"password": PASSWORD})

    assert answer.status_code == 429


def test_the_account_becomes_a_former_member(
    client, marta, django_capture_on_commit_callbacks
):
    client.force_login(marta)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:my_data"), {"password": PASSWORD})

    former = Member.objects.get(pk=marta.pk)
    assert former.name == "Former member"
    assert former.username.startswith("former-")
    assert (former.email, former.display_name, former.shop) == ("", "", None)
    assert not former.is_active
    assert not former.has_usable_password()
    assert not former.groups.exists()
    assert not EmailAddress.objects.filter(user=marta).exists()
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["marta@shop.example"], "Your account is erased")
    ]


def test_every_session_ends(client, marta):
    client.force_login(marta)

    personal.erase(member=marta)

    assert client.get(reverse("accounts:me")).status_code == 302


def test_the_address_and_the_name_are_free_again(marta):
    personal.erase(member=marta)

    MemberFactory(username="marta", email="marta@shop.example")


def test_the_old_profile_is_gone(client, marta):
    personal.erase(member=marta)

    assert client.get(reverse("accounts:profile", args=["marta"])).status_code == 404


def test_the_new_profile_does_not_gather_what_they_wrote(client, marta):
    thread = ThreadFactory(by=marta, title="Payout is late")
    personal.erase(member=marta)
    thread.author.refresh_from_db()

    page = client.get(thread.author.get_absolute_url(), {"show": "questions"}).text

    assert "This account was erased." in page
    assert "Payout is late" not in page


def test_a_french_page_says_it_in_french(client, marta):
    personal.erase(member=marta)
    former = Member.objects.get(pk=marta.pk)

    page = client.get(former.get_absolute_url(), headers={"accept-language": "fr"})

    assert "Ancien membre" in page.text


def test_notices_and_choices_are_deleted(marta):
    marta.muted_keys.create(key="thread:7")
    marta.notice_preferences.create(kind="answer", how="site")
    Notice.objects.create(member=marta, kind="answer", key="k", event="e", url="/")

    personal.erase(member=marta)

    assert not marta.muted_keys.exists()
    assert not marta.notice_preferences.exists()
    assert not marta.notices.exists()


def test_twice_is_once(marta, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = personal.erase(member=marta)
        second = personal.erase(member=first)

    assert second.username == first.username
    assert len(mail.outbox) == 1


def test_all_or_nothing(marta, monkeypatch):
    def fail(member: Member) -> None:
        raise RuntimeError("the disk is full")

    last = import_module(settings.PERSONAL_DATA[-1])
    monkeypatch.setattr(last, "erase", fail)
    thread = ThreadFactory(by=marta)
    thread.watches.get_or_create(member=marta)

    with pytest.raises(RuntimeError):
        personal.erase(member=marta)

    assert thread.watches.filter(member=marta).exists()


@pytest.mark.parametrize("role", [Role.STAFF, Role.MODERATOR])
def test_a_role_of_the_house_is_taken_first(client, marta, role):
    give_role(member=marta, role=role)
    client.force_login(marta)

    page = client.get(reverse("accounts:my_data")).text
    assert "takes its roles from it first" in page
    assert 'type="password"' not in page
    with pytest.raises(ValidationError):
        personal.erase(member=marta)

    give_role(member=marta, role=Role.MERCHANT)
    assert personal.erase(member=Member.objects.get(pk=marta.pk)).is_former


def test_the_last_superuser_stays(marta):
    Member.objects.filter(pk=marta.pk).update(is_superuser=True)

    with pytest.raises(ValidationError):
        personal.erase(member=marta)


def test_a_suspension_that_ends_brings_nobody_back(marta):
    suspension.suspend(member=marta, days=3, reason="Advertising.")
    personal.erase(member=marta)

    suspension.release(member=marta)

    former = Member.objects.get(pk=marta.pk)
    assert not former.is_active
    assert former.suspended_for == ""


def test_without_a_password_a_mailed_link_asks_a_last_time(client, marta):
    marta.set_unusable_password()
    marta.save()
    client.force_login(marta)

    client.post(reverse("accounts:my_data"))
    link = next(word for word in mail.outbox[0].body.split() if "/accounts/erase/" in word)
    path = link.removeprefix(settings.SITE_URL)
    client.logout()

    assert "Marta Lang" in client.get(path).text
    assert Member.objects.get(pk=marta.pk).is_active
    client.post(path)
    assert Member.objects.get(pk=marta.pk).is_former
    assert client.get(path).status_code == 404


def test_the_link_of_somebody_with_another_password_by_now_is_void(marta):
    token = leaving.token_for(marta)
    marta.set_password("another-long-password")
    marta.save()

    assert leaving.read(token) is None


def test_an_old_link_is_void(marta):
    assert leaving.read(leaving.token_for(marta), max_age=timedelta(seconds=-1)) is None


def test_searches_are_gone_and_those_of_others_stay(marta):
    visitor = visitor_of(f"member:{marta.pk}")
    for text in ("late payout", "payout date"):
        Click.objects.create(event=searched(marta, text), position=1, key="article:1")
    others = searched(MemberFactory(), "late payout")
    Need.objects.create(
        kind="unanswered", key="thread:7", text="x", stems="x", visitor=visitor
    )
    Outcome.objects.create(kind="asked", key="thread:7", visitor=visitor, session="s1")

    personal.erase(member=marta)

    assert SearchEvent.objects.get() == others
    assert not Click.objects.exists()
    assert not Need.objects.filter(visitor=visitor).exists()
    assert not Outcome.objects.filter(session="s1").exists()
    assert personal.export(marta)["searches"] == []


def test_a_vote_on_a_guide_counts_without_its_words(marta):
    vote = Vote.objects.create(
        article=make_article(),
        member=marta,
        is_helpful=False,
        comment="I run the Lang shop.",
        content_hash="0",
    )

    personal.erase(member=marta)

    vote.refresh_from_db()
    assert (vote.member, vote.comment, vote.is_helpful) == (None, "", False)


def test_requests_stay_without_name_and_address(client, marta):
    ticket = TicketFactory(by=marta, subject="Invoice 7 is missing")
    client.force_login(StaffFactory())

    personal.erase(member=marta)

    page = client.get(reverse("support_desk:ticket", args=[ticket.pk])).text
    assert "Former member" in page
    assert "Marta Lang" not in page
    assert "marta@shop.example" not in page
    assert Ticket.objects.get().subject == "Invoice 7 is missing"


def test_what_was_handed_over_forgets_the_name_and_the_way_here(marta):
    ticket = delivered_ticket(thread=old_thread(by=marta))
    packet = ticket.escalation.packet
    packet["searches"] = [{"text": "late payout", "at": timezone.now().isoformat()}]
    Escalation.objects.update(packet=packet)

    personal.erase(member=marta)

    packet = Escalation.objects.get().packet
    assert packet["searches"] == []
    assert "Marta" not in json.dumps(packet)


def test_an_answer_that_was_handed_over_forgets_its_author(marta):
    answer = AnswerFactory(thread=old_thread(), by=marta)
    delivered_ticket(thread=answer.thread)

    personal.erase(member=marta)

    assert "Marta" not in json.dumps(Escalation.objects.get().packet)


def test_the_operator_exports_into_a_file_of_their_own(marta, tmp_path):
    target = tmp_path / "marta.zip"
    call_command("export_member", "marta", to=target)

    assert "data.json" in zipfile.ZipFile(target).namelist()
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        call_command("export_member", "marta", to=target)


def test_the_operator_erases_only_with_yes(marta):
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("erase_member", "marta")
    call_command("erase_member", "marta", yes=True)

    assert Member.objects.get(pk=marta.pk).is_former
    with pytest.raises(CommandError, match="no member"):
        call_command("erase_member", "marta", yes=True)
