"""What a person changes in an imported plan: columns, rows, single actions. Nothing that leaves the plan is lost."""

import pytest

from plans.importing.choices import LEAVE_OUT, Choices, choices_of
from plans.importing.read import read_plan_file
from plans.importing.stored import file_data, file_of
from plans.importing.understand import understand
from tests.facts.example_files import FILES, extension_of, period_of
from tests.helpers.imported_plans import lost_words, read

HEAD = "Priority,Ref,Action,Lead,By when,Measures,RAG,Progress,Remarks by the board\n"
ROWS = (
    "Early help,1.1,Audit twenty cases,Audit Group,May 2026,Cases read,Green,Begun,Seen\n"
    "Early help,1.2,Train the staff,Board,June 2026,Staff trained,,,\n"
    "Safe homes,2.1,Visit homes,Council,July 2026,Homes visited,,,\n"
)


def file(rows=ROWS, head=HEAD):
    return read_plan_file("plan.csv", (head + rows).encode())


def plan(choices=None, rows=ROWS, head=HEAD):
    return understand(file(rows, head), choices=choices)


def key_of(reference, rows=ROWS):
    return next(a.key for a in plan(rows=rows).actions if a.reference == reference)


def test_choices_are_kept_as_plain_data():
    choices = Choices(columns={"lead": "action"}, left_out=["row 2#1"])
    assert choices_of(choices.data()) == choices
    assert Choices().data() == {}
    assert choices_of({"of another version": 1}) == Choices()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_read_back_from_plain_data_means_the_same(path):
    source = read_plan_file(path.name, path.read_bytes())
    again = file_of(file_data(source))
    assert again.blocks == source.blocks != []
    assert understand(again, **period_of(path)) == understand(source, **period_of(path))


def test_keys_tell_all_actions_apart_and_stay():
    keys = [action.key for action in plan().actions]
    assert len({*keys}) == 3
    assert [a.key for a in plan(Choices(columns={"lead": LEAVE_OUT})).actions] == keys


def test_each_action_has_its_row_as_it_is_in_the_file():
    (row,) = plan().actions[0].rows
    assert ("By when", "May 2026") in row.cells
    assert ("Remarks by the board", "Seen") in row.cells


def test_a_column_means_what_a_person_says():
    assert plan().columns[-1].kinds == ()
    assert plan().actions[0].others == ()
    read_as_note = plan(Choices(columns={"remarks by the board": "note"}))
    assert read_as_note.actions[0].others == (("note", "Seen"),)


def test_a_column_that_a_person_leaves_out_is_listed_word_for_word():
    left = plan(Choices(columns={"lead": LEAVE_OUT}))
    assert {action.leads for action in left.actions} == {()}
    assert "Audit Group" in [words for _, words in left.left_out]
    assert any("left out, as you chose" in note.text for note in left.notes)


def test_an_action_that_is_left_out_is_listed_with_all_its_words():
    left = plan(Choices(left_out=[key_of("1.1")]))
    assert [action.reference for action in left.actions] == ["1.2", "2.1"]
    assert [action.reference for action in left.removed] == ["1.1"]
    words = " ".join(words for _, words in left.left_out)
    assert all(one in words for one in ("Audit twenty cases", "Audit Group", "Cases read", "Begun"))


def test_notes_of_an_action_that_is_left_out_go_with_it():
    rows = ROWS.replace("June 2026", "Some day")
    assert "unread_timescale" in {note.code for note in plan(rows=rows).notes}
    left = plan(Choices(left_out=[key_of("1.2", rows)]), rows=rows)
    assert "unread_timescale" not in {note.code for note in left.notes}


def test_two_actions_are_joined():
    joined = plan(Choices(joined=[key_of("1.2")]))
    first = joined.actions[0]
    assert first.wording == "Audit twenty cases Train the staff"
    assert first.leads == ("Audit Group", "Board")
    assert first.measures == ("Cases read", "Staff trained")
    assert first.timescale.words == "May 2026"
    assert len(first.rows) == 2
    assert first.joined == (key_of("1.2"),)
    assert len(joined.actions) == 2


def test_an_action_is_split_and_each_part_is_changed_by_itself():
    key = key_of("1.1")
    split = Choices(split={key: ["Audit ten cases", "Audit ten more"]})
    split.changed[f"{key}+1"] = {"leads": ["Council"]}
    first, second, *_ = plan(split).actions
    assert (first.reference, first.wording, first.leads) == (
        "1.1",
        "Audit ten cases",
        ("Audit Group",),
    )
    assert (second.reference, second.wording, second.leads) == ("", "Audit ten more", ("Council",))


def test_a_changed_timescale_and_priority_are_read_anew():
    change = {"timescale": "October 2026", "priority": "Safe homes", "measures": ["One", "Two"]}
    action = plan(Choices(changed={key_of("1.1"): change})).actions[0]
    assert str(action.timescale.due_on) == "2026-10-31"
    assert action.priority == 1
    assert action.measures == ("One", "Two")


def test_what_a_person_fills_in_is_no_longer_to_check():
    rows = "Early help,1.1,Audit twenty cases,,May 2026,Cases read,,,\n" + ROWS.split("\n", 1)[1]
    assert "blank_lead" in {note.code for note in plan(rows=rows).notes}
    filled = plan(Choices(changed={key_of("1.1", rows): {"leads": ["Board"]}}), rows=rows)
    assert "blank_lead" not in {note.code for note in filled.notes}


def test_a_joined_row_is_read_by_itself():
    rows = (
        "Early help,1.1,Audit twenty cases,Board,May 2026,Read,,,\n,,and tell the board,,,Told,,,\n"
    )
    (whole,) = plan(rows=rows).actions
    assert whole.wording == "Audit twenty cases and tell the board"
    _, second = whole.rows
    apart = plan(Choices(rows_apart=[second.where]), rows=rows)
    assert [a.wording for a in apart.actions] == ["Audit twenty cases", "and tell the board"]


def test_a_cell_of_several_actions_is_read_as_one():
    rows = 'Early help,,"1. Audit twenty cases\n2. Train the staff",Board,May 2026,Read,,,\n'
    several = plan(rows=rows).actions
    assert [action.is_one_of_several for action in several] == [True, True]
    (one,) = plan(Choices(cells_whole=[several[0].where]), rows=rows).actions
    assert "Audit twenty cases" in one.wording
    assert "Train the staff" in one.wording


def test_a_table_is_left_out_and_listed():
    (where,) = plan().table_wheres
    left = plan(Choices(tables_left_out=[where]))
    assert not left.is_plan
    (table,) = left.tables_left_out
    assert table.is_chosen
    assert table.head[:3] == ("Priority", "Ref", "Action")
    assert "Visit homes" in [words for _, words in left.left_out]


def test_a_table_that_is_no_plan_becomes_one_when_a_person_says_so():
    head, rows = (
        "Punkt,Wer,Bis\n",
        "Audit twenty cases,Board,May 2026\nTrain them,Council,June 2026\n",
    )
    assert not plan(head=head, rows=rows).is_plan
    said = Choices(columns={"punkt": "action", "wer": "lead", "bis": "timescale"})
    found = plan(said, head=head, rows=rows)
    assert [(a.wording, a.leads) for a in found.actions] == [
        ("Audit twenty cases", ("Board",)),
        ("Train them", ("Council",)),
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_word_of_an_example_is_lost_by_what_a_person_decides(path):
    content, extension = path.read_bytes(), extension_of(path)
    source = read_plan_file(path.name, content)
    actions = understand(source).actions
    choices = Choices(left_out=[actions[0].key], joined=[actions[2].key])
    assert lost_words(extension, content, understand(source, choices=choices)) == {}
    assert lost_words(extension, content, read(extension, content)) == {}
