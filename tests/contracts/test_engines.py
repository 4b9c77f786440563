"""What every search engine promises, checked on each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from base.audience import Audience
from search.document import Document
from search.engine import EngineBusy, EngineUnavailable, Query, get_engine
from search.engines.memory import MemoryEngine
from search.engines.whoosh import WhooshEngine


def article(number, title, body="", language="en", **more):
    more.setdefault("version", "1")
    return Document(
        key=f"article:{number}",
        kind="article",
        language=language,
        title=title,
        body=body,
        **more,
    )


BANK = article(1, "Change your bank account", "Payouts go to the account of your shop.")
FEES = article(2, "What a sale costs", "Fees are taken from each payout. See the bank.")
ECHEC = article(3, "Le paiement a échoué", "L’échec d'un remboursement.", language="fr")
LIMITS = article(4, "Limits nobody knows", "The secretword.", audience=Audience.STAFF)
CARD = Document(
    key="thread:5",
    kind="thread",
    language="en",
    title="My reader says no",
    body="It shows a red light.",
    accepted="Hold the power button for ten seconds.",
    answers="Mine has a card stuck in it.",
    place="board:tills",
    state="solved",
    version="1",
)
ALL = [BANK, FEES, ECHEC, LIMITS, CARD]


@pytest.fixture(params=[MemoryEngine, WhooshEngine])
def engine(request, tmp_path):
    engine = request.param(tmp_path / "an-index")
    engine.put(ALL)
    return engine


def keys(engine, text, **more):
    return [hit.key for hit in engine.search(Query(text=text, **more)).hits]


def test_finds_by_title_and_body_whatever_the_ending(engine):
    assert keys(engine, "changing bank accounts") == ["article:1"]
    assert keys(engine, "fee") == ["article:2"]


def test_documents_with_all_the_words_come_first(engine):
    assert keys(engine, "bank account")[0] == "article:1"


def test_finds_accepted_and_other_answers(engine):
    assert keys(engine, "power button") == ["thread:5"]
    assert keys(engine, "card stuck") == ["thread:5"]


def test_finds_nothing_when_half_the_words_match(engine):
    assert keys(engine, "gift card") == []
    assert keys(engine, "") == keys(engine, "how do I") == keys(engine, "?!*\"'") == []


def test_ornamental_letters_are_the_letters_they_look_like(engine):
    engine.put([article(6, "𝗧𝗵𝘂𝗻𝗱𝗲𝗿 on the till")])
    assert keys(engine, "thunder") == keys(engine, "𝗧𝗵𝘂𝗻𝗱𝗲𝗿") == ["article:6"]


@pytest.mark.parametrize(
    "text", ["paiement échoué", "paiement echoue", "l'échec", "l’echec"]
)
def test_french_is_found_with_or_without_accents_and_elision(engine, text):
    assert keys(engine, text, language="fr") == ["article:3"]


def test_the_readers_language_comes_first_and_the_other_is_found(engine):
    engine.put([article(6, "Terminal Nova"), article(7, "Terminal Nova", language="fr")])
    assert keys(engine, "terminal nova", language="en") == ["article:6", "article:7"]
    assert keys(engine, "terminal nova", language="fr") == ["article:7", "article:6"]


def test_says_nothing_of_what_the_reader_may_not_read(engine):
    asked = Query(text="limits secretword")
    assert engine.search(asked).hits == []
    assert engine.suggest(Query(text="limi")) == []
    assert engine.correct("secretwrod", "en") == ""
    staff = replace(asked, audience=Audience.STAFF)
    assert [hit.key for hit in engine.search(staff).hits] == ["article:4"]
    assert engine.correct("secretwrod", "en", Audience.STAFF) == "secretword"


def test_filters_by_kind_place_and_state(engine):
    assert keys(engine, "reader", kinds=frozenset({"thread"})) == ["thread:5"]
    assert keys(engine, "reader", kinds=frozenset({"article"})) == []
    assert keys(engine, "reader", place="board:tills", state="solved") == ["thread:5"]
    assert keys(engine, "reader", place="board:other") == []
    assert keys(engine, "reader", state="unanswered") == []


def test_pages_follow_one_another(engine):
    engine.put([article(20 + n, "Refund", "word " * n) for n in range(9)])
    whole = keys(engine, "refund", limit=9)
    assert whole == [
        key for n in (0, 3, 6) for key in keys(engine, "refund", limit=3, offset=n)
    ]
    assert len(set(whole)) == 9


def test_put_replaces_and_remove_forgets(engine):
    engine.put([article(1, "Gift vouchers", version="2")])
    assert keys(engine, "bank account") == []
    assert keys(engine, "gift voucher") == ["article:1"]
    assert engine.versions()["article:1"] == "2"
    engine.remove(["article:1", "article:999"])
    assert keys(engine, "gift voucher") == []
    assert engine.count() == len(engine.versions()) == len(ALL) - 1


def test_many_small_writes_lose_nothing(engine):
    for number in range(100, 140):
        engine.put([article(number, f"Parcel {number}"), article(99, "Parcel again")])
    engine.remove(f"article:{number}" for number in range(100, 120))
    assert len(keys(engine, "parcel", limit=99)) == 21
    assert engine.count() == len(ALL) + 21


def test_rebuild_replaces_everything_and_clear_forgets_it(engine):
    assert engine.rebuild([FEES]) == 1
    assert engine.versions() == {"article:2": "1"}
    engine.clear()
    assert engine.is_ready()
    assert engine.count() == 0
    assert keys(engine, "fees") == []
    assert engine.correct("feees", "en") == ""


def test_suggests_titles_from_their_beginning(engine):
    suggested = [hit.key for hit in engine.suggest(Query(text="bank acc"))]
    assert suggested == ["article:1"]
    assert [hit.key for hit in engine.suggest(Query(text="echo", language="fr"))] == [
        "article:3"
    ]
    assert engine.suggest(Query(text="")) == []


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("bnak acount", "en", "bank account"),
        ("remboursemnt", "fr", "remboursement"),
        ("remboursement", "fr", ""),
        ("bank", "en", ""),
        ("xqzzkj", "en", ""),
        ("paiement", "en", ""),
    ],
)
def test_puts_misspelt_words_right(engine, typed, language, meant):
    assert engine.correct(typed, language) == meant


def test_tells_versions_and_who_may_find_what(engine):
    assert engine.versions() == {each.key: each.version for each in ALL}
    assert engine.audiences() == {each.key: each.audience for each in ALL}
    engine.put([replace(ALL[0], version="2", audience=Audience.STAFF)])
    engine.remove([ALL[1].key])
    assert engine.versions()[ALL[0].key] == "2"
    assert engine.audiences()[ALL[0].key] is Audience.STAFF
    assert ALL[1].key not in engine.audiences()


def test_highlights_and_escapes(engine):
    text = (
        "<script>alert(1)</script> " + "filler " * 80 + "the Accounts & banks " + "x " * 99
    )
    html = engine.highlight(text, "bank account", "en")
    assert "<mark>Accounts</mark> &amp; <mark>banks</mark>" in html
    assert "<script>" not in engine.highlight(text, "alert", "en")
    assert "&lt;script&gt;<mark>alert</mark>" in engine.highlight(text, "alert", "en")
    assert len(html) < 300
    assert engine.highlight("", "bank", "en") == ""


def test_highlights_behind_an_elision(engine):
    assert engine.highlight("L’échec d’un paiement", "echec", "fr") == (
        "L’<mark>échec</mark> d’un paiement"
    )


def test_no_index_is_an_error_to_search_and_empty_to_count(tmp_path):
    engine = WhooshEngine(tmp_path / "nowhere")
    assert not engine.is_ready()
    assert engine.count() == 0
    assert engine.versions() == {}
    engine.remove(["article:1"])
    with pytest.raises(EngineUnavailable):
        engine.search(Query(text="bank"))


def test_other_processes_see_writes_and_rebuilds(tmp_path):
    writer, reader = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    writer.put([BANK])
    assert keys(reader, "bank") == ["article:1"]
    writer.put([replace(FEES, key="article:1")])
    assert keys(reader, "bank account") == []
    for _time in range(3):
        writer.rebuild(ALL)
        assert reader.count() == len(ALL)
    assert len(list(tmp_path.glob("built-*"))) == 2


def test_a_second_writer_is_told_to_wait_and_writes_nothing(tmp_path):
    first, second = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    first.put([BANK])
    with first._writer(), pytest.raises(EngineBusy):
        second.put([FEES])
    assert second.count() == 1
    second.put([FEES])
    assert first.count() == 2


def test_a_write_that_fails_leaves_the_index_as_it_was(tmp_path):
    engine = WhooshEngine(tmp_path)
    engine.put([BANK])

    def interrupted():
        yield FEES
        raise RuntimeError

    with pytest.raises(RuntimeError):
        engine.put(interrupted())
    with pytest.raises(RuntimeError):
        engine.rebuild(interrupted())
    assert engine.versions() == {"article:1": "1"}


def test_the_engine_is_kept_per_folder(settings, tmp_path):
    first = get_engine()
    assert get_engine() is first
    settings.SEARCH_INDEX_DIR = tmp_path / "another"
    assert get_engine() is not first
