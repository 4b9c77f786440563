"""The lab says why, why not, and what a change would do before it is saved."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.services import root_for
from base.audience import Audience
from community import services as forum
from search import curating, services
from search.forms_lab import line_of
from search.models import IndexNote, Judgement, Pin, Synonym
from search.visit import Visit
from search.weights import TEXTS, current_weights
from tests.articles.factories import make_article, make_section, text
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def content(run_worker):
    section = make_section("In the shop")
    found = {
        "till": make_article("Connect the cash register", parent=section),
        "receipt": make_article(
            "Print a receipt",
            parent=section,
            body=text("<p>Press print. The receipt has the number of the order.</p>"),
        ),
        "staff": make_article("Open a locked drawer", audience=Audience.STAFF),
        "thread": ThreadFactory(title="Receipt printer is silent"),
        "french": make_article("Imprimer un receipt", parent=root_for("fr")),
    }
    run_worker()
    return found


@pytest.fixture
def staff() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(StaffFactory(language="en"))
    return client


def lab(client, q, **more):
    return client.get(reverse("lab:index"), {"q": q, "audience": "0", **more})


def why_not(client, q, why, **more) -> str:
    """Return what the lab says of the page ``why``, a sentence a line."""
    return "\n".join(lab(client, q, why=why, **more).context["missed"]["sentences"])


def searched(words, *, people=3, click=0, language="en", first="v"):
    """Let as many people search, and open the result at the place ``click``."""
    at = NOW - timedelta(days=2)
    for n in range(people):
        found = services.search(
            text=words,
            reader=AnonymousUser(),
            visit=Visit(visitor=f"{first}{n}", session=f"{first}{n}"),
            language=language,
            at=at + timedelta(minutes=n),
        )
        if click:
            moment = at + timedelta(minutes=n, seconds=9)
            services.click(event=found.event, position=click, at=moment)


def test_each_result_says_why_in_words_and_fields_and_priors(content, staff):
    AnswerFactory(thread=content["thread"], body="Change the receipt paper.")
    rows = lab(staff, "receipt number").context["looked"].rows

    first = rows[0]
    assert first.card.title == "Print a receipt"
    assert {"title", "body"} <= {part.name for part in first.parts}
    assert {word.text for word in first.words} == {"number", "receipt"}
    for row in rows:
        points = {part.name: part.points for part in row.parts}
        by_word = sum(each for word in row.words for _name, each in word.points)
        assert sum(points.values()) == pytest.approx(row.explanation.score, rel=0.02)
        assert by_word == pytest.approx(
            sum(each for name, each in points.items() if name in TEXTS), rel=0.02
        )
    assert lab(staff, "receipt").text.count("in the title") >= 2


def test_a_solved_and_a_reviewed_page_show_what_that_adds(content, staff, run_worker):
    thread = content["thread"]
    answer = AnswerFactory(thread=thread)
    forum.accept_answer(post=answer, by=thread.author)
    run_worker()

    rows = lab(staff, "receipt printer").context["looked"].rows

    parts = {row.card.key: {part.name for part in row.parts} for row in rows}
    assert {"solved", "fresh"} <= parts[thread.key]


def test_what_the_words_bring_by_a_synonym_is_marked(content, staff):
    curating.save_synonym(
        synonym=Synonym(text="till", means="cash register"), by=StaffFactory()
    )

    page = lab(staff, "connect till")

    words = {word.text: word.is_synonym for word in page.context["looked"].rows[0].words}
    assert words == {"connect": False, "cash": True, "register": True}
    assert "(synonym)" in page.text


def test_why_not_too_few_of_the_words(content, staff):
    said = why_not(staff, "receipt number order", content["thread"].key)

    assert "It has too few of the words" in said
    assert "It does not have: number, order. A synonym may help." in said


def test_why_where_nothing_has_all_the_words(content, staff):
    said = why_not(staff, "gramophone receipt", content["receipt"].url)

    assert "Nothing has all the words. For those that are left, “receipt”:" in said
    assert "It is found, in place" in said


def test_why_not_for_who_may_not_read_it(content, staff):
    said = why_not(staff, "locked drawer", content["staff"].url)
    assert "Such readers may not read it" in said

    said = why_not(staff, "locked drawer", content["staff"].url, audience="3")
    assert said == "It is found, in place 1."


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("is:solved receipt", "A filter leaves it out"),
        ("+drawer receipt", "It lacks a phrase or a word that must be there"),
        ("receipt -silent", "has a word that must not"),
        ("unheard tunes", "A synonym may help."),
    ],
)
def test_why_not_by_signs_and_words(content, staff, q, said):
    assert said in why_not(staff, q, content["thread"].get_absolute_url())


def test_why_not_a_section_and_what_is_gone(content, staff):
    section = content["till"].get_parent().specific
    assert "sections are not in the list" in why_not(staff, "shop", section.url)

    content["till"].unpublish()
    forum.hide_post(
        post=content["thread"].posts.get(position=1), by=StaffFactory(), reason="spam"
    )
    for key in (content["till"].key, content["thread"].key):
        assert "Nobody is shown it" in why_not(staff, "receipt", key)
    assert "Nobody is shown it" in why_not(staff, "receipt", "thread:99999")


def test_why_not_what_was_published_a_moment_ago(content, staff):
    new = make_article("Refill the receipt paper")

    assert IndexNote.objects.exists()
    assert "Search does not have it yet" in why_not(staff, "receipt", new.url)


def test_why_another_language_comes_below_and_why_a_pin_is_first(content, staff):
    said = why_not(staff, "receipt", content["french"].url)
    assert "another language" in said

    by, key = StaffFactory(), content["till"].key
    curating.save_pin(pin=Pin(text="receipt", language="en", key=key), by=by)
    page = lab(staff, "receipt", why=content["till"].url)
    assert "Staff pinned it" in "".join(page.context["missed"]["sentences"])
    assert "Only its pin brings it here" in page.text
    assert page.context["looked"].ranked.total == 4


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("https://example.com/x/", "not on this site"),
        ("/en/nothing/", "No published guide"),
        ("what?", "No published guide"),
        ("person:1", "No published guide"),
    ],
)
def test_what_is_no_page_is_said_beside_the_field(content, staff, why, said):
    page = lab(staff, "receipt", why=why)

    assert said in str(page.context["form"].errors["why"])
    assert page.context["looked"].rows


def tried(client, name, **said):
    return client.get(reverse(f"lab:try_{name}"), said).context


def texts(listed) -> list[tuple[str, int]]:
    return [(change.subject.text, change.subject.people) for change, *_cards in listed.rows]


SYNONYM = {"text": "till", "means": "cash register", "language": "en", "is_two_way": "on"}


def test_a_synonym_is_tried_on_what_people_searched_in_vain(content, staff):
    searched("till", people=4)
    searched("tills", people=1, first="w")  # the same stems: the same subject
    searched("gramophone")
    searched("receipt", click=1)

    report = tried(staff, "synonym", **SYNONYM, q="till", reader="en")["report"]

    assert report.before == []
    assert [card.title for _move, card in report.after] == ["Connect the cash register"]
    assert texts(report.lists["found_now"]) == [("till", 5)]
    effect = report.effect
    assert (effect.failed, effect.failed_seen) == (2, 2)
    assert (effect.succeeded, effect.succeeded_seen) == (1, 1)
    assert effect.lost == effect.nothing_now == effect.found_otherwise == []
    assert not Synonym.objects.exists()
    assert (
        services.search(
            text="till", reader=AnonymousUser(), visit=Visit("x", "x"), language="en"
        ).hits
        == []
    )


def test_words_of_two_people_are_counted_and_not_shown(content, staff):
    searched("till", people=2)

    page = staff.get(reverse("lab:try_synonym"), {**SYNONYM, "q": "anything"})

    assert page.context["report"].lists["found_now"].count == 1
    assert texts(page.context["report"].lists["found_now"]) == []
    assert "fewer than three people" in page.text


def test_searches_of_more_than_90_days_ago_are_left_out(content, staff):
    searched("till")
    services.search(
        text="gramophone",
        reader=AnonymousUser(),
        visit=Visit("old", "old"),
        language="en",
        at=NOW - timedelta(days=91),
    )

    assert tried(staff, "synonym", **SYNONYM)["report"].effect.failed == 1


def test_a_pin_says_what_most_people_opened_and_would_lose(content, staff, run_worker):
    others = [ThreadFactory(title=f"Drawer {letter}").key for letter in "abc"]
    searched("receipt", click=1)
    opened = services.search(
        text="receipt", reader=AnonymousUser(), visit=Visit("y", "y"), language="en"
    ).hits[0]
    by = StaffFactory()
    for key in others[:2]:
        curating.save_pin(pin=Pin(text="receipt", language="en", key=key), by=by)
    run_worker()

    report = tried(
        staff,
        "pin",
        text="receipts",
        language="en",
        address=others[2],
        place=1,
        q="receipt",
        reader="en",
    )["report"]

    assert opened.card.key not in {card.key for _move, card in report.after[:3]}
    assert texts(report.lists["lost"]) == [("receipt", 3)]
    assert Pin.objects.count() == 2


def test_a_pin_that_gets_another_page_is_felt(content, staff):
    by = StaffFactory()
    row = Pin(text="receipt", language="en", key=content["till"].key)
    curating.save_pin(pin=row, by=by)

    context = tried(
        staff,
        "pin",
        pk=row.pk,
        text="receipt",
        language="en",
        picked=content["thread"].key,
        place=1,
    )

    assert context["report"].after[0].card.key == content["thread"].key
    assert [each.card.key for each in context["report"].gone] == [content["till"].key]
    row.refresh_from_db()
    assert row.key == content["till"].key


def test_a_pin_for_words_that_find_nothing_is_something_found(content, staff):
    searched("gramophone")

    report = tried(
        staff,
        "pin",
        text="gramophone",
        language="en",
        address=content["till"].url,
        place=1,
    )["report"]

    assert texts(report.lists["found_now"]) == [("gramophone", 3)]


def test_a_trial_is_measured_by_the_judgements(content, staff):
    by = StaffFactory()
    curating.save_judgement(text="till", language="en", keys=[content["till"].key], by=by)
    curating.save_judgement(
        text="receipt printer", language="en", keys=[content["thread"].key], by=by
    )

    page = staff.get(reverse("lab:try_synonym"), SYNONYM)

    verdict = page.context["report"].verdict
    assert verdict.judged == 2
    assert verdict.before["hit@1"] == 0.5
    assert verdict.after["hit@1"] == 1.0
    assert [(each.text, each.before, each.after) for each in verdict.better] == [
        ("till", 0.0, 1.0)
    ]
    assert verdict.worse == []
    assert "a right page comes first" in page.text


def test_other_weights_are_tried_and_their_line_is_given(content, staff):
    said = {"title": "0", "title_cover": "0", "q": "receipt", "reader": "en"}

    page = staff.get(reverse("lab:try_weights"), said)

    assert not page.context["report"].is_same
    assert page.context["line"] == "SEARCH_WEIGHTS=title=0,title_cover=0"
    assert current_weights().title > 0
    assert line_of(current_weights()) == "SEARCH_WEIGHTS="
    wrong = staff.get(reverse("lab:try_weights"), {"title": "-1"})
    assert "report" not in wrong.context
    assert "title" in wrong.context["form"].errors


def test_what_was_tried_is_saved_as_it_stands_there(content, staff):
    first = staff.post(reverse("synonyms:add"), {**SYNONYM, "try": "1"})
    assert not Synonym.objects.exists()
    page = staff.get(first.url)

    staff.post(page.context["save"], page.context["said"])

    row = Synonym.objects.get()
    assert (row.text, row.several, row.language) == ("till", ["cash register"], "en")
    assert row.is_two_way


def test_a_page_that_is_missed_can_be_judged_right(content, staff):
    key = content["till"].key
    page = lab(staff, "till", why=content["till"].url)
    assert [(card.key, judged) for card, judged in page.context["looked"].others] == [
        (key, False)
    ]

    staff.post(reverse("lab:judge"), {"q": "till", "reader": "en", "right": [key]})

    others = lab(staff, "Till").context["looked"].others
    assert [(card.key, judged) for card, judged in others] == [(key, True)]


def saved(*more) -> dict[str, float]:
    out = StringIO()
    call_command("evaluate_search", "--saved", "--json", *more, verbosity=0, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_the_judgements_measure_the_index_of_the_site(content):
    by, receipt = StaffFactory(), content["receipt"]
    gone = make_article("Old news")
    said = {"till": content["till"], "print receipt": receipt, "drawer": content["staff"]}
    for words, page in said.items():
        curating.save_judgement(text=words, language="en", keys=[page.key, gone.key], by=by)
    curating.save_judgement(text="news", language="en", keys=[gone.key], by=by)

    found = saved()
    assert found["queries"] == 3
    assert found["hit@1"] == found["mrr@10"] == pytest.approx(2 / 3)
    assert found["recall@100"] == pytest.approx(2 / 3)
    assert {"hit@3", "hit@5", "ndcg@10", "recall@10", "cpu_ms_p50"} <= found.keys()

    curating.save_synonym(synonym=Synonym(text="till", means="cash register"), by=by)
    assert saved()["hit@1"] == 1.0
    assert saved("--lines", "even")["queries"] == 1


def test_the_command_says_what_it_needs(content):
    with pytest.raises(CommandError, match="No judgement"):
        saved()
    with pytest.raises(CommandError, match="or --saved alone"):
        saved("--corpus", "x")
    with pytest.raises(CommandError, match="or --saved alone"):
        call_command("evaluate_search")


def test_without_an_index_the_pages_say_so_and_stay(staff):
    assert "Search has no index at the moment" in lab(staff, "receipt").text
    page = staff.get(reverse("lab:try_synonym"), SYNONYM)
    assert "Search has no index at the moment" in page.text
    Judgement.objects.create(text="till", language="en", keys=["article:1"])
    with pytest.raises(CommandError, match="There is no index"):
        saved()


def test_a_long_log_costs_no_more_queries(content, staff, django_assert_max_num_queries):
    for number in range(8):
        searched(f"gramophone{number}", first=f"g{number}")
        searched(f"receipt word{number}", first=f"r{number}", click=1)

    with django_assert_max_num_queries(40):
        tried(staff, "synonym", **SYNONYM)
    with django_assert_max_num_queries(30):
        lab(staff, "receipt", why=content["till"].url)
