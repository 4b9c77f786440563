"""What may be typed to any engine, and what it gives beside hits: operators to reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from base.audience import Audience
from search.document import Document
from search.engine import Query
from search.engines.memory import MemoryEngine
from search.engines.whoosh import WhooshEngine
from search.language.thesaurus import Meaning, Thesaurus
from search.weights import PLAIN, Weights


def article(number, title, body="", language="en", **more):
    key, kind = f"article:{number}", "article"
    return Document(
        key=key, kind=kind, language=language, title=title, body=body, version="1", **more
    )


def thread(number, title, body="", **more):
    more.setdefault("place", "board:tills")
    key, kind = f"thread:{number}", "thread"
    return Document(
        key=key, kind=kind, language="en", title=title, body=body, version="1", **more
    )


REFUND = article(1, "Give a refund", "Open the order. Press refund. The bank needs days.")
PAYOUT = article(2, "When a payout comes", "A payout reaches the bank on working days.")
DRAWER = thread(
    3,
    "Cash drawer stays shut",
    "The cash drawer of my till stays shut after each sale.",
    accepted="Set the printer to kick the drawer.",
    state="solved",
    tags=("Cash Drawer", "nova"),
)
SALE = thread(4, "Shut after a sale", "The drawer takes cash.", state="unanswered")
SECRET = article(5, "Refund limits", "Staff may refund more.", audience=Audience.STAFF)
CAISSE = article(6, "La caisse reste fermée", "Le tiroir-caisse.", language="fr")
ALL = [REFUND, PAYOUT, DRAWER, SALE, SECRET, CAISSE]


@pytest.fixture(params=[MemoryEngine, WhooshEngine])
def engine(request, tmp_path):
    engine = request.param(tmp_path / "an-index")
    engine.put(ALL)
    return engine


def keys(engine, text, **more):
    return {hit.key for hit in engine.search(Query(text=text, **more)).hits}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cash drawer", {"thread:3", "thread:4"}),
        ('"cash drawer"', {"thread:3"}),
        ("“cash drawer” shut", {"thread:3"}),
        ("« tiroir-caisse »", {"article:6"}),
        ('"kick the drawer"', {"thread:3"}),
        ('"shut cash"', set()),
        ("cash +printer", {"thread:3"}),
        ("cash +the +printer", {"thread:3"}),
        ("drawer -printer", {"thread:4"}),
        ('drawer -"cash drawer"', {"thread:4"}),
        ("title:sale drawer", {"thread:4"}),
        ('title:"cash drawer"', {"thread:3"}),
        ("bank title:payout", {"article:2"}),
        ("title:the drawer", {"thread:3", "thread:4"}),
        ("titre:caisse", {"article:6"}),
        ("drawer is:solved", {"thread:3"}),
        ("drawer est:résolu", {"thread:3"}),
        ("tag:nova drawer", {"thread:3"}),
        ('tag:"cash drawer"', {"thread:3"}),
        ("drawer board:tills", {"thread:3", "thread:4"}),
        ('drawer board:"Cash desks"', set()),
        ("drawer board:other", set()),
        ("is:unanswered", {"thread:4"}),
        ("is:article bank", {"article:1", "article:2"}),
    ],
)
def test_operators_narrow_what_is_found(engine, text, found):
    assert keys(engine, text) == found


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', "-", "+", "--", "-\"", "title:", "tag:\"", "is:", "is:nothing", "board:",
        "a AND (b OR", "*", "?*", "[x TO y]", "price:>3", "http://a.example/?q=1", "e:mail",
        "-refund", "\x00", "\ud800", "é" * 500, "x " * 3000, "«", "”", "title:title:title:",
        "~2 ^3 {} \\", "%00", "' OR 1=1 --", "🙂 🙂", "ﬁ ﬂ", "ا ب", "-1", "+33",
    ],
)  # fmt: skip
def test_any_text_is_safe_to_type(engine, text):
    engine.search(Query(text=text, counted=frozenset({"kind", "place"})))
    engine.suggest(Query(text=text))
    engine.correct(text, "en")
    engine.kept_words(Query(text=text))
    engine.explain(Query(text=text), "article:1")
    engine.language_of(text, "fr")
    engine.highlight("some refund", text, "en")


def test_a_long_text_is_read_to_its_end_for_phrases_and_for_what_must_not_be(engine):
    story = " ".join(f"drawer{number}" for number in range(3_000))
    engine.put([article(7, "All drawers", f"{story} drawer pink umbrella")])

    assert keys(engine, '"pink umbrella"') == {"article:7"}
    assert "article:7" not in keys(engine, "drawer -umbrella")
    assert "article:7" not in keys(engine, 'drawer -"pink umbrella"')
    assert "article:7" in keys(engine, 'drawer -"umbrella pink"')


def test_a_board_may_be_called_by_its_name(engine):
    engine.put([thread(7, "The drawer again", place="board:cash-desks")])

    assert keys(engine, 'drawer board:"Cash desks"') == {"thread:7"}


def test_a_sign_before_a_number_is_part_of_it(engine):
    engine.put([article(7, "Error -54", "The reader shows error 54 at night.")])

    assert keys(engine, "error -54") == {"article:7"}


def test_a_long_story_has_no_operators(engine):
    story = 'My cash drawer says "no such phrase" -' + " and the printer hums" * 10

    assert "thread:3" in keys(engine, story)


def test_counts_say_what_another_choice_would_give(engine):
    asked = Query(
        text="drawer",
        state="solved",
        counted=frozenset({"kind", "state", "place", "language"}),
    )

    matches = engine.search(asked)

    assert matches.total == len(matches.hits) == 1
    assert matches.counts == {
        "kind": {"thread": 1},
        "language": {"en": 1},
        "place": {"board:tills": 1},
        "state": {"solved": 1, "unanswered": 1},
    }


def test_counts_tell_nothing_of_what_the_reader_may_not_read(engine):
    asked = Query(text="refund", counted=frozenset({"kind"}))

    assert engine.search(asked).counts == {"kind": {"article": 1}}
    everything = Query(text="refund", counted=frozenset({"kind"}), audience=Audience.STAFF)
    assert engine.search(everything).counts == {"kind": {"article": 2}}


def test_what_is_about_to_change_is_found_and_not_counted(engine):
    asked = Query(
        text="drawer", uncounted=frozenset({"thread:3"}), counted=frozenset({"state"})
    )

    matches = engine.search(asked)

    assert {hit.key for hit in matches.hits} == {"thread:3", "thread:4"}
    assert (matches.total, matches.counts) == (1, {"state": {"unanswered": 1}})


def test_one_language_alone_when_asked_for(engine):
    engine.put([article(8, "Caisse", "Tills."), article(9, "Caisse", language="fr")])

    assert keys(engine, "caisse", only_language="fr") == {"article:6", "article:9"}


def meaning(text, means, language="en"):
    return Thesaurus(frozenset({Meaning(language, text, means)}))


@pytest.mark.parametrize(
    ("thesaurus", "text"),
    [
        (meaning("settlement", "payout"), "settlement"),
        (meaning("money back", "refund"), "money back"),
        (meaning("chargeback", "give a refund"), "chargeback"),
        (meaning("remboursement", "refund", ""), "remboursement"),
    ],
)
def test_synonyms_find_what_other_words_say(engine, thesaurus, text):
    assert keys(engine, text) == set()
    assert keys(engine, text, thesaurus=thesaurus) & {"article:1", "article:2"}


def test_a_synonym_holds_one_way_and_in_its_language(engine):
    thesaurus = meaning("payout", "settlement")
    engine.put([article(7, "The settlement", "Once a day.")])

    assert keys(engine, "settlement", thesaurus=thesaurus) == {"article:7"}
    assert keys(engine, "payout", thesaurus=thesaurus) == {"article:2", "article:7"}
    assert keys(engine, "payout", thesaurus=meaning("payout", "settlement", "fr")) == {
        "article:2"
    }


def test_the_word_as_typed_comes_before_its_synonym(engine):
    engine.put([article(7, "Carrier", "Parcels."), article(8, "Courier", "Parcels.")])

    found = engine.search(Query(text="courier", thesaurus=meaning("courier", "carrier")))

    assert [hit.key for hit in found.hits] == ["article:8", "article:7"]


def test_words_side_by_side_come_first(engine):
    engine.put(
        [
            article(7, "Kit", "Paper for the printer, a roll for the shelf, thermal glue."),
            article(8, "Kit", "Glue for the shelf, a printer, and a thermal paper roll."),
        ]
    )

    found = engine.search(Query(text="thermal paper roll"))

    assert [hit.key for hit in found.hits] == ["article:8", "article:7"]


@pytest.mark.parametrize(
    "better",
    [
        {"state": "solved"},
        {"helpful": 12},
        {"dated": date(2100, 1, 1)},
    ],
)
def test_of_two_alike_the_proven_one_comes_first(engine, better):
    engine.put([thread(7, "Stuck paper", "It jams."), thread(8, "Stuck paper", "It jams.")])
    assert engine.search(Query(text="stuck paper")).hits[0].key == "thread:7"

    engine.put([thread(8, "Stuck paper", "It jams.", **better)])

    assert engine.search(Query(text="stuck paper")).hits[0].key == "thread:8"


def test_threads_do_not_drown_the_article(engine):
    engine.put([thread(n, "Jammed paper", "Jammed paper again.") for n in range(20, 40)])
    body = "The printer has jammed paper in it: open the lid and pull. " + "Wait. " * 9
    engine.put([article(9, "Free jammed paper", body)])

    found = engine.search(Query(text="jammed paper", limit=40)).hits

    assert [hit.key for hit in found].index("article:9") == 2


def test_keeps_the_words_some_document_has_together(engine):
    assert engine.kept_words(Query(text="my zebra refund order")) == "refund order"
    assert engine.kept_words(Query(text="zebra")) == ""
    assert engine.kept_words(Query(text="staff limits zebra")) == ""


@pytest.mark.parametrize(
    ("text", "preferred", "language"),
    [
        ("payout days", "fr", "en"),
        ("why does the drawer stay shut", "fr", "en"),
        ("la caisse reste fermée", "en", "fr"),
        ("Nova", "fr", "fr"),
        ("", "en", "en"),
    ],
)
def test_tells_the_language_of_a_query(engine, text, preferred, language):
    assert engine.language_of(text, preferred) == language


def test_explains_why_a_document_is_found(engine):
    said = engine.explain(Query(text="refund order"), "article:1")

    assert said.position == 1
    assert said.why_not == ()
    assert {(part.word, part.text) for part in said.terms} >= {
        ("refund", "title"),
        ("refund", "body"),
        ("order", "body"),
    }
    assert said.share == pytest.approx(1)
    assert said.score == pytest.approx(
        engine.search(Query(text="refund order")).hits[0].score
    )


def test_the_parts_of_an_explanation_make_the_score(engine):
    asked = Query(text="refund order", weights=PLAIN)

    said = engine.explain(asked, "article:1")

    assert said.score == pytest.approx(sum(part.points for part in said.terms), rel=1e-5)


@pytest.mark.parametrize(
    ("query", "key", "reason"),
    [
        (Query(text="refund"), "article:99", "unknown"),
        (Query(text="refund"), "article:5", "audience"),
        (Query(text="drawer", state="solved"), "thread:4", "filter"),
        (Query(text="drawer -cash"), "thread:3", "operators"),
        (Query(text='"drawer cash"'), "thread:3", "operators"),
        (Query(text="drawer zebra giraffe"), "thread:3", "words"),
    ],
)
def test_explains_why_a_document_is_not_found(engine, query, key, reason):
    said = engine.explain(query, key)

    assert said.position == 0
    assert said.why_not == (reason,)


def test_in_a_question_a_word_of_the_title_counts_more(engine):
    engine.put([article(7, "Shelves", "Printer. " * 6), article(8, "Printer", "A shelf.")])

    def found(text, question=5.0):
        weights = Weights(title=0.5, title_question=question)
        asked = Query(text=text, weights=weights, least_share=0.0)
        return engine.search(asked).hits[0].key

    assert found("printer") == found("printer?", question=0) == "article:7"
    assert found("printer?") == found("which printer") == "article:8"
    assert found("quelle printer") == "article:8"
    assert found("printer? " + "zebra " * 40) == "article:7"  # a story

    asked = Query(text="which printer", weights=replace(PLAIN, title_question=3))
    said = engine.explain(asked, "article:8")
    assert said.score == pytest.approx(sum(part.points for part in said.terms), rel=1e-5)


def test_weights_of_one_search_change_that_search(engine):
    engine.put([article(7, "Printer", "Nothing."), article(8, "Nothing", "Printer. " * 9)])

    def first(**weights):
        asked = Query(
            text="printer", weights=Weights(**weights), kinds=frozenset(["article"])
        )
        return engine.search(asked).hits[0].key

    assert first(title=5) == "article:7"
    assert first(title=0, headings=0) == "article:8"
