"""Did you mean: what is put right, what is left alone, and who is told."""

from __future__ import annotations

import string
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import assume, example, given
from hypothesis import strategies as st

from base.audience import Audience
from search.clicked import clicked_words
from search.language.spelling import Spelling, corrected
from search.language.vocabulary import Vocabulary, folded
from search.models import Click, SearchEvent
from search.often import MIN_PEOPLE
from tests.articles.factories import make_article
from tests.community.factories import ThreadFactory

SHOP = {
    "receipt": 40,
    "receive": 55,
    "recipe": 1,
    "necessary": 12,
    "refund": 80,
    "physical": 9,
    "payment": 90,
    "gift": 30,
    "card": 60,
    "cord": 4,
    "invoice": 45,
    "warehouse": 20,
    "weather": 3,
    "shipping": 33,
    "accessible": 6,
    "catalogue": 14,
    "printer": 25,
    "scanner": 8,
}
BOUTIQUE = {"remboursement": 20, "échoué": 8, "paiement": 50, "reçu": 12, "livraison": 30}
LONG = sorted(word for word in SHOP if len(word) >= 7)


def spelling(english=SHOP, french=BOUTIQUE, *, hidden=(), favoured=None) -> Spelling:
    counts = {"en": english, "fr": french}
    known = {language: Vocabulary(words) for language, words in counts.items()}
    return Spelling(
        known,
        lambda word, language: word in counts[language] and word not in hidden,
        favoured or {},
    )


HOUSE = spelling()


def meant(text: str, language: str = "en", of: Spelling = HOUSE) -> str:
    return corrected(text, language, of)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("receitp", "receipt"),  # swapped
        ("recieev", "receive"),
        ("scaner", "scanner"),  # not doubled
        ("reffund", "refund"),  # doubled for nothing
        ("nesesarry", "necessary"),  # as it sounds
        ("phisikal", "physical"),
        ("accesibel", "accessible"),
        ("wharehouse", "warehouse"),
        ("pyament", "payment"),
        ("catalog", "catalogue"),
        ("prinetr paymnet", "printer payment"),
    ],
)
def test_puts_right_what_people_really_type(typed, right):
    assert meant(typed) == right


def test_corrects_only_what_is_wrong_and_keeps_the_rest_as_typed():
    assert meant("Where is my  paymnet, please?") == "Where is my  payment, please?"
    assert meant("l'invoise d'août", "fr", spelling(french={"invoice": 9})) == (
        "l'invoice d'août"
    )


@pytest.mark.parametrize(
    "text",
    [
        "zzyzx",
        "paymnet.example.com",
        "paymnet@example.com",
        "https://example.com/paymnet",
        '"paymnet" refund',
        "«\u202fpaymnet\u202f»",
        "-paymnet refund",
        "+paymnet",
        "title:paymnet",
        "tag:paymnet is:solved",
        "paymnet2024",
        "PAYMNET-2041-X",
        "printer_cadr",
        "4021 5500",
        "the crad" * 40,  # a story
    ],
)
def test_leaves_alone_what_is_meant_as_it_stands(text):
    assert meant(text) == ""


@pytest.mark.parametrize("text", ["échoué", "echoue", "Échoué", "reçu", "recu", "ÉCHOUE"])
def test_accents_typed_or_not_are_no_slips(text):
    assert meant(text, "fr") == ""


def test_french_slips_are_put_right_with_their_accents():
    assert meant("echuoé", "fr") == "échoué"
    assert meant("remboursment", "fr") == "remboursement"


def test_a_word_of_the_other_language_is_no_slip():
    assert meant("paiement", "en") == ""
    assert meant("shipping", "fr") == ""


def test_a_blank_too_few_or_too_many_is_put_right():
    assert meant("giftcard refund") == "gift card refund"
    assert meant("ware house") == "warehouse"
    assert meant("gift card") == ""


def test_a_rare_word_beside_a_very_common_one_is_a_slip_that_somebody_published():
    published = {**SHOP, "paymment": 1, "payment": 900}

    assert meant("paymment", of=spelling(published)) == "payment"
    assert meant("paymment", of=spelling({**published, "paymment": 9})) == ""


def test_of_two_words_as_near_the_common_one_is_meant():
    assert meant("crrd") == "card"
    assert meant("crrd", of=spelling({**SHOP, "card": 4, "cord": 60})) == "cord"


def test_of_two_words_as_near_the_one_people_open_results_by_is_meant():
    assert meant("crrd", of=spelling(favoured={"cord": 40})) == "cord"


def test_clicks_make_no_word_that_no_document_has():
    assert meant("crrd", of=spelling(favoured={"crrd": 99, "curd": 99})) == "card"


def test_what_only_hidden_documents_say_is_never_proposed():
    hidden = spelling(hidden={"refund", "card"})

    assert meant("refnud", of=hidden) == ""
    assert meant("giftcard", of=hidden) == ""
    assert meant("crrd", of=hidden) == "cord"


@given(st.sampled_from(sorted(SHOP)))
def test_every_word_is_its_own_correction(word):
    assert meant(word) == ""


@given(st.sampled_from(LONG), st.data())
def test_a_letter_left_out_of_a_long_word_is_put_back(word, data):
    place = data.draw(st.integers(1, len(word) - 1))
    assert meant(word[:place] + word[place + 1 :]) == word


@given(st.sampled_from(LONG), st.data())
def test_two_letters_swapped_in_a_long_word_are_swapped_back(word, data):
    place = data.draw(st.integers(1, len(word) - 2))
    typed = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assume(typed != word)
    assert meant(typed) == word


WORDS = st.text(string.ascii_lowercase + "éçœ", min_size=1, max_size=30)


@given(st.dictionaries(WORDS, st.integers(1, 999), max_size=30), WORDS)
def test_whatever_the_dictionary_only_its_words_are_proposed(counts, typed):
    words = {folded(word): word for word in counts}
    better = meant(typed, of=spelling({word: counts[word] for word in words.values()}, {}))
    assert set(better.split()) <= set(words.values())
    assert better != typed


@given(st.text(max_size=300), st.sampled_from(["en", "fr"]))
@example("\x00" * 300, "en")
@example("a" * 5_000, "en")
@example("´" * 100 + "crad", "fr")
def test_any_text_is_safe(text, language):
    assert isinstance(meant(text, language), str)


BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def page(text: str, **more: object):
    client = Client(headers={"User-Agent": BROWSER, "Accept-Language": "en"})
    return client.get(reverse("search:results"), {"q": text, **more})


@pytest.fixture
def shelf(run_worker):
    make_article("Print a receipt again")
    make_article("Gift vouchers for the secretariat", audience=Audience.STAFF)
    ThreadFactory(title="My terminal shows no receipt")
    run_worker()


@pytest.mark.django_db
def test_nothing_found_searches_the_right_words_and_says_so(shelf):
    found = page("receitp").context["found"]

    assert found.corrected == "receipt"
    assert found.total == 2
    assert "Search instead for" in page("receitp").text
    assert page("receitp", literal=1).context["found"].total == 0


@pytest.mark.django_db
def test_something_found_only_offers_them(shelf, run_worker):
    ThreadFactory(title="A printer called Reciepta")
    run_worker()

    found = page("printer called reciepta termnal").context["found"]

    assert found.corrected == ""
    assert found.suggestion == "printer called reciepta terminal"
    assert "Did you mean" in page("printer called reciepta termnal").text


@pytest.mark.django_db
def test_the_page_proposes_no_word_of_a_page_for_staff(shelf):
    said = page("vuochers secretraiat")

    assert said.context["found"].corrected == said.context["found"].suggestion == ""
    assert "secretariat" not in said.text


def opened(text: str, *, people: int, **fields: object) -> None:
    """People search for ``text`` and open the first result."""
    for number in range(people):
        event = SearchEvent.objects.create(
            **{
                "text": text,
                "stems": text,
                "language": "en",
                "audience": Audience.PUBLIC,
                "found_before": 3,
                "found_after": 3,
                "visitor": f"visitor{number}",
            }
            | fields
        )
        Click.objects.create(event=event, position=1, key="article:1")


@pytest.mark.django_db
def test_what_people_open_results_by_decides_between_two_words(run_worker):
    for title in ["The till card", "A till card", "The till cord"]:
        ThreadFactory(title=title)
    run_worker()
    assert page("crrd").context["found"].corrected == "card"
    caches["process"].clear()

    opened("cord torn", people=MIN_PEOPLE)

    assert page("crrd").context["found"].corrected == "cord"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"visitor": "one person"},
        {"visitor": ""},
        {"audience": Audience.STAFF},
        {"left_out": SearchEvent.LeftOut.CRAWLER},
        {"at": timezone.now() - timedelta(days=91)},
    ],
    ids=["one person", "nobody knows who", "staff", "crawlers", "long ago"],
)
def test_clicks_that_do_not_count(fields):
    opened("cord", people=MIN_PEOPLE, **fields)

    assert clicked_words() == {}


@pytest.mark.django_db
def test_words_of_few_people_are_not_even_kept():
    opened("Cords of Mr Smith's shop", people=MIN_PEOPLE - 1)
    opened("cords échoués", people=1, visitor="somebody else", language="fr")

    assert clicked_words() == {"cords": MIN_PEOPLE}
