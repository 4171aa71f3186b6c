"""``revise``: changes of two people to different fields are merged; changes to the same field are refused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnership.history import StaleRecord, revise
from plans.services.action import revise_action
from plans.services.progress import record_update
from tests.helpers.builders import NOW, action_of


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def test_fields_left_alone_stay_as_the_others_made_them(people, plan, action):
    seen, title = action.version, action.title
    revise_action(action, by=people.business_manager, seen=seen, title="Theirs")
    revise_action(action, by=people.business_manager, seen=seen, title=title, wording="Mine.")
    saved = action_of(plan, "1.1")
    assert (saved.title, saved.wording) == ("Theirs", "Mine.")


def test_a_field_both_changed_is_refused_and_nothing_is_saved(people, plan, action):
    seen = action.version
    revise_action(action, by=people.business_manager, seen=seen, title="Theirs")
    with pytest.raises(StaleRecord) as stale:
        revise_action(action, by=people.business_manager, seen=seen, title="Mine", wording="Mine.")
    saved = action_of(plan, "1.1")
    assert (saved.title, saved.wording) == ("Theirs", action.wording)
    assert stale.value.record.title == "Theirs"


def test_the_same_change_by_both_is_no_conflict(people, plan, action):
    seen = action.version
    revise_action(action, by=people.business_manager, seen=seen, title="Ours")
    revise_action(action, by=people.business_manager, seen=seen, title="Ours", importance="low")
    saved = action_of(plan, "1.1")
    assert (saved.title, saved.importance) == ("Ours", "low")


def test_an_update_between_makes_nobodys_page_stale(people, plan, action):
    seen = action.version
    record_update(action, by=people.chair, rating="green", comment="Going well.", at=NOW)
    revise_action(action, by=people.business_manager, seen=seen, title="Mine")
    saved = action_of(plan, "1.1")
    assert (saved.title, saved.rating) == ("Mine", "green")


def test_a_version_yet_to_come_is_refused(people, action):
    with pytest.raises(StaleRecord):
        revise_action(action, by=people.business_manager, seen=action.version + 1, title="Mine")


BOXES = ("title", "wording", "note")
versions = st.fixed_dictionaries(
    {box: st.sampled_from(["as it was", "theirs", "mine"]) for box in BOXES}
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(theirs=versions, mine=versions)
def test_what_two_people_made_of_a_record_is_merged_box_by_box(people, plan, theirs, mine):
    """A field that one person left alone takes the other's value; if both changed it, nothing is written."""
    base = dict.fromkeys(BOXES, "as it was")
    action = revise(action_of(plan, "1.1"), by=people.chair, **base)
    after = revise(action, by=people.business_manager, **theirs)
    clash = any(len({base[box], theirs[box], mine[box]}) == 3 for box in BOXES)
    moved_on = after.version != action.version
    try:
        saved = revise(after, by=people.chair, seen=action.version, **mine)
    except StaleRecord:
        saved = action_of(plan, "1.1")
        assert clash
        assert {box: getattr(saved, box) for box in BOXES} == theirs
    else:
        assert not (clash and moved_on)
        for box in BOXES:
            wanted = theirs[box] if mine[box] == base[box] else mine[box]
            assert getattr(saved, box) == wanted
