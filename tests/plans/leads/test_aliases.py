"""How a cell of leads is split and who is found in it: the cells of public plans, with invented names."""

import csv
from pathlib import Path

import pytest

from plans.leads.aliases import LONGEST, find_named, merge_roles, normalise, read_cell

FACTS = Path(__file__).parents[2] / "facts" / "leads.csv"
with FACTS.open(encoding="utf-8", newline="") as file:
    CELLS = [
        (row["text"].replace("\\n", "\n"), row["known"], row["parts"])
        for row in csv.DictReader(file)
    ]


def known(*names):
    return {normalise(name): name for name in names if name}


def written(parts):
    return "; ".join(
        f"{part.role} {' '.join(part.words.split())}{f'={part.who}' if part.who else ''}"
        for part in parts
    )


@pytest.mark.parametrize(("text", "names", "parts"), CELLS)
def test_cells_of_public_plans(text, names, parts):
    assert written(read_cell(text, known(*names.split("|")))) == parts


def test_the_cells_show_each_way_to_read_one():
    found = " ".join(parts for *_, parts in CELLS)
    for role in ("lead", "joint", "oversees", "contributes"):
        assert f"{role} " in found
    assert len(CELLS) > 45


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J.H.", "jh"),
        ("J. H.", "jh"),
        ("Team A B", "team ab"),
        ("Children’s Board", "childrens board"),
        ("Q & P", "q and p"),
        ("Audit Sub-Group", "audit subgroup"),
        ("Audit Sub Groups", "audit subgroups"),
        ("  The   Board ", "board"),
        ("Head of Care (North)", "head of care north"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert normalise(one) == normalise(other) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [("GSCP Executive", "GSAB Executive"), ("JH", "J/H"), ("OMG", "BMG"), ("Board", "Boards")],
)
def test_names_that_are_only_similar_stay_apart(one, other):
    assert normalise(one) != normalise(other)
    assert find_named(one, known(other)) is None


def test_our_own_words_are_read_back():
    """As plans.leads.history.leads_in_words writes them."""
    names = known("Audit Group", "Professional Adviser", "Police", "Executive", "Schools", "Health")
    cell = (
        "Audit Group and Professional Adviser via Police, overseen by Executive, "
        "with contributions from Schools and Health"
    )
    assert [(part.who, part.role) for part in read_cell(cell, names)] == [
        ("Audit Group", "lead"),
        ("Professional Adviser", "joint"),
        ("Police", "via"),
        ("Executive", "oversees"),
        ("Schools", "contributes"),
        ("Health", "contributes"),
    ]


@pytest.mark.parametrize("cell", ["", " ", " \n\t "])
def test_an_empty_cell_names_nobody(cell):
    assert read_cell(cell, known("JH")) == ()


@pytest.mark.parametrize("cell", ["/", "and", "JH/", "/JH", "Lead:", "; ;", "JH//KB"])
def test_a_cell_of_scraps_stays_as_it_is(cell):
    assert [part.words for part in read_cell(cell, known("JH"))] == [cell]


def test_a_text_is_no_list_of_leads():
    cell = "JH/KB/" * LONGEST
    assert [part.words for part in read_cell(cell, known("JH", "KB"))] == [cell]


@pytest.mark.parametrize(
    ("chosen", "read", "merged"),
    [
        ("lead", "lead", "lead"),
        ("lead", "joint", "joint"),
        ("contributes", "lead", "contributes"),
        ("contributes", "joint", "contributes"),
        ("contributes", "oversees", "oversees"),
    ],
)
def test_the_role_chosen_for_a_cell_is_that_of_its_parts(chosen, read, merged):
    assert merge_roles(chosen, read) == merged
