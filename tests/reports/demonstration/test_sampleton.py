"""Sampleton Safeguarding Adults Board: nothing in the product takes a partnership to be about children."""

import re

import pytest

from partnership.models import Partnership, User
from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.models import Action, MeasureValue
from tests.helpers.builders import TODAY

pytestmark = pytest.mark.usefixtures("demo", "db")

# What no page of an adults' board says of itself.
CHILDREN = re.compile(r"\bchild(?!, an adult| or an adult|ren, adults)", re.IGNORECASE)


@pytest.fixture
def board():
    return Partnership.objects.get(slug="sampleton")


@pytest.fixture
def document(board):
    return read_plan(board.plan_set.get(), on=TODAY)


def texts(row):
    return [" ".join((*cell.paragraphs, *cell.items)) for cell in row.cells]


def test_its_scheme_is_in_its_own_words(board):
    assert [rating.label for rating in board.ratingdefinition_set.all()] == [
        "Behind schedule",
        "Under control",
        "On target",
        "Achieved",
        "Pending on others",
        "Not yet rated",
    ]


def test_every_rating_of_its_scheme_is_used(board):
    keys = set(Action.objects.filter(plan__partnership=board).values_list("rating", flat=True))
    assert keys == {
        "behind-schedule",
        "under-control",
        "on-target",
        "achieved",
        "pending-on-others",
    }


def test_its_published_table_has_a_column_for_each_quarter(document):
    first, second = published_tables(document)
    assert first.columns == second.columns
    assert first.columns[-4:] == ("Quarter 1", "Quarter 2", "Quarter 3", "Quarter 4")
    quarters = texts(first.rows[0])[-4:]
    assert [words.split(".")[0] for words in quarters] == [
        "Recorded in 44 of 62 enquiries",
        "The first page is in the case system",
        "Two teams reach nine in ten",
        "Every team uses the first page",
    ]
    assert texts(second.rows[-1])[-4] == ""  # 2.4 began in the second quarter


def test_its_numbers_are_read_in_their_units_and_small_ones_are_not_printed(board, document):
    assert MeasureValue.objects.filter(plan__partnership=board).count() == 15
    (first, _) = published_tables(document)
    words = " ".join(text for row in first.rows for text in texts(row))
    assert "target 5 days by" in words
    assert "fewer than 5 adults" in words
    assert not re.search(r"\b3 adults", words)


@pytest.mark.parametrize("address", ["", "plans/{plan}/", "plans/{plan}/?view=published"])
@pytest.mark.parametrize("key", ["business.manager", "chair", "executive", "scrutineer", "member"])
def test_its_pages_speak_of_adults(board, client_as, key, address):
    person = User.objects.get(email=f"{key}@sampleton.example")
    page = client_as(person).get(f"/sampleton/{address.format(plan=board.plan_set.get().pk)}")
    assert page.status_code == 200
    assert not CHILDREN.search(page.text)


@pytest.mark.parametrize("page", ["", "progress/", "evidence/new/"])
def test_pages_of_an_action_speak_of_adults(board, client_as, page):
    action = Action.objects.get(plan__partnership=board, reference="1.1")
    chair = User.objects.get(email="chair@sampleton.example")
    answer = client_as(chair).get(f"/sampleton/actions/{action.pk}/{page}")
    assert answer.status_code == 200
    assert "enquir" in answer.text
    assert not CHILDREN.search(answer.text)
