"""What the forum holds of a member is taken along, and forgotten but for what is public."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse

from accounts import personal
from accounts.models import Member
from base.audience import Audience
from community import former_names, services
from community.models import (
    Action,
    Attachment,
    BoardField,
    Flag,
    Follow,
    Mention,
    ReadDay,
    Revision,
    Watch,
)
from community.quoting import quote
from community.services.attaching import attach
from search.models import IndexNote
from tests.community.factories import (
    AnswerFactory,
    BoardFactory,
    PrivateReplyFactory,
    ThreadFactory,
)
from tests.community.files import png
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

pytestmark = pytest.mark.django_db
SECRET = "Quincunx4711"


@pytest.fixture
def marta(settings, tmp_path) -> Member:
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    return MemberFactory(username="marta", display_name="Marta Lang")


def exported(member: Member) -> dict[str, list[dict[str, object]]]:
    return json.loads(json.dumps(personal.export(member)))


def picture(member: Member, name: str = "till.png", colour: str = "teal") -> Attachment:
    return attach(by=member, upload=ContentFile(png(colour=colour), name))


# Taking it along


def test_titles_that_one_may_not_read_any_more_are_left_out(marta):
    gone, inside = ThreadFactory(), ThreadFactory()
    for thread in (gone, inside):
        AnswerFactory(thread=thread, by=marta)
        services.press_me_too(thread=thread, by=marta)
    opening = gone.posts.get(position=1)
    services.edit_post(
        post=opening, by=gone.author, body="Look.", title=f"Card {SECRET} is refused"
    )
    services.hide_post(post=opening, by=ModeratorFactory(), reason="It shows a card.")
    staff = StaffFactory()
    services.move_thread(
        thread=inside, by=staff, to=BoardFactory(audience=Audience.STAFF, slug="inside")
    )
    opening = inside.posts.get(position=1)
    services.edit_post(post=opening, by=staff, body="Look.", title=f"Report {SECRET}")

    data = exported(marta)

    assert len(data["messages"]) == len(data["me too"]) == 2
    assert SECRET not in json.dumps(data)


def test_every_word_is_there_with_its_address(marta):
    thread = ThreadFactory(by=marta, title="Payout is late", body="Since *Friday*.")
    answer = AnswerFactory(by=marta, body="It came.")
    services.edit_post(post=answer, by=marta, body="It came today.")

    data = exported(marta)

    assert [row["title"] for row in data["discussions"]] == ["Payout is late"]
    assert [row["text"] for row in data["messages"]] == [
        "Since *Friday*.",
        "It came today.",
    ]
    assert data["former texts"][0]["text"] == "It came."
    assert thread.get_absolute_url() in str(data["discussions"][0]["address"])


def test_presses_follows_and_namings_are_there(marta):
    answer = AnswerFactory(body="Ask @marta, she knows it.")
    services.mark_helpful(post=answer, by=marta)
    services.press_me_too(thread=answer.thread, by=marta)
    services.follow(what=answer.thread.board, by=marta)
    services.flag(post=answer, by=marta, why=Flag.Why.RUDE, note="No.")

    data = exported(marta)

    for name in ("helpful votes", "me too", "what you follow", "messages that name you"):
        assert len(data[name]) == 1, name
    assert data["reports you made"][0]["in your words"] == "No."


def test_decisions_are_there_with_reasons_but_not_who_reported(marta):
    victor, tom = ModeratorFactory(display_name="Victor"), MemberFactory(username="tom")
    answer = AnswerFactory(by=marta)
    services.flag(post=answer, by=tom, why=Flag.Why.SPAM, note=SECRET)
    services.hide_post(post=answer, by=victor, reason="Advertising")
    services.warn(member=marta, by=victor, reason="Once more and you rest.")

    data = exported(marta)

    reasons = {row["reason"] for row in data["decisions of moderators"]}
    assert reasons == {"Advertising", "Once more and you rest."}
    for word in (SECRET, "Victor", tom.name):
        assert word not in json.dumps(data)


def test_private_replies_of_both_sides_are_there(marta):
    thread = ThreadFactory(by=marta)
    PrivateReplyFactory(thread=thread, body="Which order?")
    PrivateReplyFactory(thread=thread, by=marta, body="Number 4711.")

    said = [(row["by"], row["text"]) for row in exported(marta)["private replies"]]

    assert said == [("the other side", "Which order?"), ("you", "Number 4711.")]


def test_files_are_in_the_archive_where_the_rows_say(client, marta):
    shown, unposted = picture(marta), picture(marta, "../../etc.png", "red")
    AnswerFactory(by=marta, body=shown.markdown)
    client.force_login(marta)

    response = client.post(reverse("accounts:download_data"))

    archive = zipfile.ZipFile(io.BytesIO(b"".join(response)))
    rows = json.loads(archive.read("data.json"))["attachments"]
    assert {row["file"] for row in rows} == set(archive.namelist()) - {"data.json"}
    assert archive.read(rows[0]["file"]) == shown.file.open("rb").read()
    assert not any(".." in name for name in archive.namelist())
    assert unposted.pk.hex in "".join(archive.namelist()).replace("-", "")


def test_nothing_of_others_is_there(marta):
    AnswerFactory(body=SECRET)
    PrivateReplyFactory(body=SECRET)

    assert SECRET not in json.dumps(exported(marta))


# What stays


def test_threads_and_messages_stay_by_a_former_member(client, marta):
    thread = ThreadFactory(by=marta, body="Since *Friday*.")
    AnswerFactory(thread=thread, by=marta, body="It came.")

    personal.erase(member=marta)

    page = client.get(thread.get_absolute_url()).text
    assert "Since <em>Friday</em>." in page
    assert "Former member" in page
    assert "Marta" not in page


def test_counts_stay_what_they_were(marta, capsys):
    answer = AnswerFactory()
    services.mark_helpful(post=answer, by=marta)
    services.press_me_too(thread=answer.thread, by=marta)
    services.accept_answer(post=AnswerFactory(by=marta), by=StaffFactory())

    personal.erase(member=marta)

    call_command("recount", check=True)
    assert "0 differences" in capsys.readouterr().out
    answer.refresh_from_db()
    answer.thread.refresh_from_db()
    assert (answer.helpful_count, answer.thread.me_too_count) == (1, 1)
    assert answer.author.standing.reputation > 0


def test_the_history_of_messages_stays_but_for_what_was_kept_back(marta):
    answer = AnswerFactory(by=marta, body=f"My card is {SECRET}.")
    services.edit_post(
        post=answer, by=ModeratorFactory(), body="The card is out.", keep_back=True
    )
    services.edit_post(post=answer, by=marta, body="The card is gone.")

    personal.erase(member=marta)

    texts = Revision.objects.order_by("number").values_list("body_markdown", flat=True)
    assert list(texts) == ["", "The card is out."]


def test_decisions_and_reports_stay_without_words_of_theirs(marta):
    services.flag(post=AnswerFactory(), by=marta, why=Flag.Why.RUDE, note=SECRET)
    services.warn(member=marta, by=ModeratorFactory(), reason="Be kind.")

    personal.erase(member=marta)

    assert (Flag.objects.get().why, Flag.objects.get().note) == ("rude", "")
    assert Action.objects.get(kind="warn").reason == "Be kind."


# What goes


def test_what_was_theirs_alone_is_deleted(marta):
    answer = AnswerFactory(by=marta, body="Look there.")
    services.follow(what=answer.thread.board, by=marta)
    services.follow(what=marta, by=MemberFactory())
    services.note_read(thread=answer.thread, member=marta, position=2, seconds=5)
    AnswerFactory(body="Ask @marta.")

    personal.erase(member=marta)

    for model in (Watch, Mention, ReadDay):
        assert not model.objects.filter(member=marta).exists(), model
    assert not Follow.objects.exists()
    assert not hasattr(Member.objects.get(pk=marta.pk), "standing")


def test_private_words_and_private_fields_are_gone(client, marta):
    board = BoardFactory()
    field = BoardField.objects.create(board=board, label_en="Shop", is_private=True)
    thread = ThreadFactory(by=marta, board=board, values={field.pk: "lang.example"})
    sven = StaffFactory()
    PrivateReplyFactory(thread=thread, by=sven, body="Which order?")
    reply = PrivateReplyFactory(thread=thread, by=marta, body=SECRET)

    personal.erase(member=marta)

    reply.refresh_from_db()
    client.force_login(sven)
    page = client.get(thread.get_absolute_url()).text
    assert SECRET not in page + reply.body_markdown + reply.body_html
    assert "Erased, as its author wished." in page
    assert "Which order?" in page
    assert not thread.values.exists()


def test_what_they_took_back_is_gone_for_moderators_too(marta):
    answer = AnswerFactory(by=marta, body=SECRET)
    services.edit_post(post=answer, by=marta, body=f"{SECRET}, twice.")
    services.delete_post(post=answer, by=marta)

    personal.erase(member=marta)

    answer.refresh_from_db()
    assert SECRET not in answer.body_markdown + answer.body_html
    assert SECRET not in Revision.objects.get().body_markdown


def test_files_go_unless_a_public_message_shows_them(
    marta, django_capture_on_commit_callbacks
):
    shown = picture(marta)
    AnswerFactory(by=marta, body=shown.markdown)
    unposted = picture(marta, "other.png", "red")
    private = picture(marta, "private.png", "blue")
    thread = ThreadFactory(by=marta)
    PrivateReplyFactory(thread=thread)
    PrivateReplyFactory(thread=thread, by=marta, body=private.markdown)

    with django_capture_on_commit_callbacks(execute=True):
        personal.erase(member=marta)

    assert list(Attachment.objects.all()) == [shown]
    assert shown.file.storage.exists(shown.file.name)
    for gone in (unposted, private):
        assert not gone.file.storage.exists(gone.file.name)


# The name in what others wrote


def test_a_mention_leads_nowhere_and_nobody_inherits_it(marta):
    answer = AnswerFactory(body="`@marta` – thanks @Marta, and @marta again.")

    personal.erase(member=marta)
    heir = MemberFactory(username="marta")

    answer.refresh_from_db()
    assert answer.body_markdown == (
        "`@marta` – thanks Former member, and Former member again."
    )
    assert "/people/marta/" not in answer.body_html
    assert "thanks Former member" in answer.body_html
    services.edit_post(post=answer, by=answer.author, body=answer.body_markdown + " Yes.")
    assert not heir.notices.exists()


def test_code_that_looks_like_a_mention_is_left_alone(marta):
    code = "```\n@marta\n```"
    answer = AnswerFactory(body=f"{code}\n\nSee @marta.")

    personal.erase(member=marta)

    answer.refresh_from_db()
    assert answer.body_markdown == f"{code}\n\nSee Former member."


def test_a_quote_stays_under_another_name(marta):
    first = AnswerFactory(by=marta, body="Look at the date.")
    second = AnswerFactory(thread=first.thread, body=f"{quote(first)}That helped.")

    personal.erase(member=marta)

    second.refresh_from_db()
    assert f"> [Former member]({first.get_absolute_url()}):" in second.body_markdown
    assert "Look at the date." in second.body_html
    assert "Marta" not in second.body_html


def test_a_quote_of_a_namesake_keeps_its_name(marta):
    first = AnswerFactory(by=MemberFactory(display_name="Marta Lang"))
    AnswerFactory(thread=first.thread, by=marta)
    second = AnswerFactory(thread=first.thread, body=f"{quote(first)}Yes.")

    personal.erase(member=marta)

    second.refresh_from_db()
    assert "> [Marta Lang](" in second.body_markdown
    assert ">Marta Lang</a>:" in second.body_html


def test_search_reads_such_a_thread_anew(marta):
    answer = AnswerFactory(body="Ask @marta.")
    IndexNote.objects.all().delete()

    personal.erase(member=marta)

    assert IndexNote.objects.filter(key=answer.thread.key).exists()


def test_what_others_were_told_forgets_the_name(marta):
    thread = ThreadFactory(title="Lost parcel")
    AnswerFactory(thread=thread, by=marta)

    personal.erase(member=marta)

    assert thread.author.notices.get().text == "Former member answered in “Lost parcel”."


def test_a_french_thread_says_it_in_french(marta):
    answer = AnswerFactory(thread=ThreadFactory(language="fr"), body="Voyez @marta.")

    personal.erase(member=marta)

    answer.refresh_from_db()
    assert answer.body_markdown == "Voyez Ancien membre."


def test_once_forgotten_there_is_no_name_to_look_for(marta):
    personal.erase(member=marta)
    AnswerFactory(body="A Former member said so.")

    former_names.take_out(Member.objects.get(pk=marta.pk))
    personal.erase(member=marta)

    call_command("recount", check=True)
