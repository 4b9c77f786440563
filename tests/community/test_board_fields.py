"""What a board asks beside the text: asked, checked, kept, shown to the right people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from community import services
from community.document import source
from community.models import BoardField, FieldValue, Thread
from search.models import IndexNote
from tests.community.factories import BoardFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

if TYPE_CHECKING:
    from django.test import Client

    from community.models import Board

pytestmark = pytest.mark.django_db

ERROR = "E42: the carrier\n  did not answer"


@pytest.fixture
def board() -> Board:
    return BoardFactory()


@pytest.fixture
def version(board: Board) -> BoardField:
    return BoardField.objects.create(board=board, label_en="Version", is_required=True)


@pytest.fixture
def shop(board: Board) -> BoardField:
    return BoardField.objects.create(
        board=board, label_en="Your shop", kind="address", is_private=True, order=1
    )


@pytest.fixture
def error(board: Board) -> BoardField:
    return BoardField.objects.create(
        board=board,
        label_en="Error text",
        label_fr="Texte de l’erreur",
        kind="text",
        order=2,
    )


def typed(board: Board, **changes: str) -> dict[str, str]:
    return {
        "title": "Labels are not printed any more",
        "kind": "question",
        "body": "Since this morning.",
        "board": str(board.pk),
        "language": "en",
    } | changes


@pytest.fixture
def asked(board: Board, version: BoardField, shop: BoardField, error: BoardField) -> Thread:
    values = {version.pk: "4.2", shop.pk: "nadia.example", error.pk: ERROR}
    return ThreadFactory(board=board, values=values)


def page_of(client: Client, thread: Thread) -> str:
    return client.get(thread.get_absolute_url()).content.decode()


def test_the_page_asks_what_the_chosen_board_asks(
    client: Client, board: Board, version: BoardField, error: BoardField
) -> None:
    address = reverse("community:ask")
    assert "Version" not in client.get(address).content.decode()

    page = client.get(address, {"board": board.slug}).content.decode()
    part = client.get(reverse("community:fields"), {"board": board.pk})

    for text in (page, part.content.decode()):
        assert f'name="field_{version.pk}"' in text
        assert f'name="field_{error.pk}"' in text


def test_without_script_a_button_shows_them_and_nothing_is_lost(
    client: Client, board: Board, version: BoardField
) -> None:
    response = client.post(reverse("community:ask"), typed(board, body="", show="1"))

    form = response.context["form"]
    assert f'name="field_{version.pk}"' in response.content.decode()
    assert form["title"].value() == typed(board)["title"]
    assert not form.errors


def test_what_was_filled_in_is_kept(client: Client, asked: Thread) -> None:
    values = {row.field.label_en: row.value for row in asked.values.all()}

    assert values == {
        "Version": "4.2",
        "Your shop": "https://nadia.example",
        "Error text": ERROR,
    }


def test_a_missing_one_is_said_and_everything_stays(
    client: Client, board: Board, version: BoardField, shop: BoardField
) -> None:
    client.force_login(MemberFactory())
    name = f"field_{version.pk}"

    response = client.post(
        reverse("community:ask"), typed(board, **{f"field_{shop.pk}": "no address"})
    )

    form = response.context["form"]
    page = response.content.decode()
    assert response.status_code == 422
    assert form.errors.keys() == {name, f"field_{shop.pk}"}
    assert "This board needs it to answer" in page
    assert "for example “https://shop.example”" in page
    assert f'href="#id_{name}"' in page
    assert form[f"field_{shop.pk}"].value() == "no address"
    assert not Thread.objects.exists()


def test_the_service_has_the_same_rule(board: Board, version: BoardField) -> None:
    with pytest.raises(ValidationError) as refused:
        ThreadFactory(board=board, values={})

    assert refused.value.message_dict.keys() == {f"field_{version.pk}"}
    # An import or a mail could not be asked.
    assert ThreadFactory(board=board).values.count() == 0


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://shop.example", "shop"])
def test_only_web_addresses_are_addresses(
    board: Board, shop: BoardField, address: str
) -> None:
    with pytest.raises(ValidationError):
        ThreadFactory(board=board, values={shop.pk: address})


def test_fields_of_another_board_are_no_fields(board: Board, version: BoardField) -> None:
    elsewhere = BoardFactory()

    thread = ThreadFactory(board=elsewhere, values={version.pk: "4.2"})

    assert not thread.values.exists()


def test_private_ones_are_read_by_the_author_and_staff_alone(
    client: Client, asked: Thread
) -> None:
    for reader in (None, MemberFactory(), ModeratorFactory()):
        if reader:
            client.force_login(reader)
        page = page_of(client, asked)
        assert "4.2" in page
        assert "E42: the carrier" in page
        assert "nadia.example" not in page

    for reader in (asked.author, StaffFactory()):
        client.force_login(reader)
        page = page_of(client, asked)
        assert "nadia.example" in page
        assert "only the author and support" in page


def test_error_texts_are_found_and_private_ones_never(asked: Thread) -> None:
    (document,) = source.documents([asked.key])

    assert "E42: the carrier" in document.body
    assert "nadia.example" not in document.body


def test_one_made_private_is_found_no_longer(asked: Thread, error: BoardField) -> None:
    IndexNote.objects.all().delete()
    error.is_private = True
    error.save()

    assert IndexNote.objects.get().key == asked.key
    (document,) = source.documents([asked.key])
    assert "E42" not in document.body


def test_goes_dark_with_its_message(client: Client, asked: Thread) -> None:
    post = asked.posts.get()
    services.hide_post(post=post, by=ModeratorFactory(), reason="Off topic")

    assert "E42" not in client.get(asked.get_absolute_url()).content.decode()
    assert all("E42" not in each.body for each in source.documents([asked.key]))


def test_the_author_changes_them_with_the_message(
    client: Client, asked: Thread, version: BoardField, shop: BoardField, error: BoardField
) -> None:
    client.force_login(asked.author)
    address = reverse("community:edit", args=[asked.posts.get().pk])
    form = client.get(address).context["form"]
    assert form[f"field_{shop.pk}"].value() == "https://nadia.example"
    said = {"title": asked.title, "body": "It says Pending since Friday.", "why": ""}
    names = [f"field_{field.pk}" for field in (version, shop, error)]

    emptied = client.post(address, {**said, names[0]: "", names[1]: "", names[2]: ""})
    assert emptied.context["form"].errors.keys() == {names[0]}

    client.post(address, {**said, names[0]: "4.3", names[1]: "", names[2]: ERROR})
    assert sorted(asked.values.values_list("value", flat=True)) == ["4.3", ERROR]
    assert not asked.posts.get().revisions.exists()  # the text is the same


def test_a_moderator_neither_sees_nor_loses_private_ones(
    client: Client, asked: Thread, version: BoardField, shop: BoardField
) -> None:
    client.force_login(ModeratorFactory())
    address = reverse("community:edit", args=[asked.posts.get().pk])
    assert "nadia.example" not in client.get(address).content.decode()

    client.post(
        address,
        {
            "title": asked.title,
            "body": "Shorter.",
            f"field_{version.pk}": "4.3",
            f"field_{shop.pk}": "evil.example",
        },
    )

    assert FieldValue.objects.get(field=version).value == "4.3"
    assert FieldValue.objects.get(field=shop).value == "https://nadia.example"


def test_what_the_board_asks_since_is_nobodys_debt(client: Client, board: Board) -> None:
    thread = ThreadFactory(board=board)
    BoardField.objects.create(board=board, label_en="Version", is_required=True)
    client.force_login(thread.author)
    address = reverse("community:edit", args=[thread.posts.get().pk])

    response = client.post(address, {"title": thread.title, "body": "New words here."})

    assert response.status_code == 302


def test_staff_set_them_in_the_admin(client: Client, board: Board) -> None:
    client.force_login(StaffFactory())
    asked = {
        "board": board.pk,
        "label_en": "Version",
        "label_fr": "Version",
        "kind": "line",
        "order": "0",
        "is_required": "on",
    }

    client.post(reverse("board-fields:add"), asked)

    field = BoardField.objects.get()
    assert (field.board, field.is_required, field.is_private) == (board, True, False)
    assert "Version" in client.get(reverse("board-fields:index")).content.decode()

    client.force_login(ModeratorFactory())
    assert client.get(reverse("board-fields:index")).status_code in {302, 403}


def _product(board: Board, choices: str = "Till\nCard reader\n\nTill") -> BoardField:
    return BoardField.objects.create(
        board=board, label_en="Product", kind="choice", choices=choices, is_required=True
    )


def test_one_of_a_list_is_chosen_and_nothing_else_is_taken(client: Client, board: Board):
    product = _product(board)
    client.force_login(MemberFactory())
    name = f"field_{product.pk}"
    typed = {
        "title": "Why is my payout late?",
        "body": "It says Pending.",
        "kind": "question",
        "board": board.pk,
        "language": "en",
        "anyway": "1",
    }
    address = reverse("community:ask")

    page = client.post(address, typed | {"show": "1"}).content.decode()
    assert page.count('<option value="Till">') == 1
    wrong = client.post(address, typed | {name: "Spaceship"})
    assert wrong.status_code == 422
    assert "Choose one from the list." in wrong.content.decode()
    assert "Choose one; this board needs it" in client.post(address, typed).content.decode()
    client.post(address, typed | {name: "Card reader"})

    assert FieldValue.objects.get().value == "Card reader"


def test_what_was_chosen_stays_when_the_list_changes(client: Client, board: Board) -> None:
    product = _product(board)
    thread = ThreadFactory(board=board, values={product.pk: "Till"})
    BoardField.objects.update(choices="Card reader")
    client.force_login(thread.author)
    opening = thread.posts.get()
    edit = reverse("community:edit", args=[opening.pk])
    assert '<option value="Till" selected>' in client.get(edit).content.decode()

    typed = {"title": thread.title, "body": "More of it.", f"field_{product.pk}": "Till"}
    client.post(edit, typed)

    opening.refresh_from_db()
    assert opening.body_markdown == "More of it."
    assert thread.values.get().value == "Till"


def test_a_list_with_nothing_on_it_is_refused(client: Client, board: Board) -> None:
    client.force_login(StaffFactory())
    asked = {"board": board.pk, "label_en": "Product", "kind": "choice", "order": "0"}

    page = client.post(reverse("board-fields:add"), asked | {"choices": " \n "})
    assert "Write what can be chosen" in page.content.decode()
    client.post(reverse("board-fields:add"), asked | {"choices": "Till\nCard reader"})

    assert BoardField.objects.get().options == ["Till", "Card reader"]
