"""Whatever the application does, in any order, the seals match; and any change that bypasses it is found."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from partnership.history import Change
from partnership.redactions.find import Passage, find_places
from partnership.seals.verify import verify
from partnership.services.redaction import redact
from partnership.services.seal import make_seal
from plans.models import Action, SuccessMeasure
from plans.services.action import revise_action
from plans.services.measure import add_measure, remove_measure
from tests.helpers.builders import NOW, action_of
from tests.helpers.sealing import sql

NAMES = ["Tamsin", "Rowan", "Kestrel"]
MEASURES = SuccessMeasure.history.model._meta.db_table
steps = st.lists(
    st.tuples(st.sampled_from(["edit", "add", "remove", "redact", "seal", "seal"]), st.sampled_from(NAMES)),
    min_size=1, max_size=12,
)  # fmt: skip


def edit(people, action, name):
    told = {"title": f"Help {name} {Change.objects.count()}", "reason": f"For {name}", "at": NOW}
    revise_action(Action.objects.get(pk=action.pk), by=people.business_manager, **told)


def add(people, action, name):
    add_measure(action, by=people.business_manager, wording=f"{name} is safe")


def remove(people, action, name):
    for measure in action.measures.filter(wording__contains=name)[:1]:
        remove_measure(measure, by=people.business_manager, reason=f"{name} has left")


def redact_name(people, action, name):
    passage = Passage(name)
    keys = [place.key for place in find_places(people.partnership, passage)]
    if keys:
        told = {"passage": passage, "keys": keys, "reason": "Named", "at": NOW}
        redact(people.partnership, by=people.business_manager, **told)


def seal(people, action, name):
    with suppress(ValidationError):  # there is nothing new
        make_seal(people.partnership, by=None, why="schedule", reason=f"After {name}", at=NOW)


DO = {"edit": edit, "add": add, "remove": remove, "redact": redact_name, "seal": seal}


@settings(
    max_examples=6, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck)
)
@given(done=steps)
def test_whatever_is_done_the_seals_fit(people, plan, done):
    with transaction.atomic():
        _do_and_verify(people, action_of(plan, "1.1"), done)
        transaction.set_rollback(True)


def _do_and_verify(people, action, done):
    for what, name in done:
        DO[what](people, action, name)
    assert list(verify(people.partnership)) == []
    edit(people, action, "Nobody")
    seal(people, action, "all")
    assert list(verify(people.partnership)) == []


@settings(
    max_examples=6, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck)
)
@given(done=steps, which=st.integers(0, 1000), how=st.sampled_from(["words", "fact", "delete"]))
def test_one_direct_change_among_many_is_found(people, plan, done, which, how):
    with transaction.atomic():
        _touch_and_verify(people, action_of(plan, "1.1"), done, which, how)
        transaction.set_rollback(True)


def _touch_and_verify(people, action, done, which, how):
    add(people, action, "Wren")
    for what, name in done:
        DO[what](people, action, name)
    edit(people, action, "Nobody")
    seal(people, action, "all")
    rows = list(
        SuccessMeasure.history.filter(change__partnership=people.partnership).order_by("pk")
    )
    row = rows[which % len(rows)].pk
    touch = {
        "words": f"UPDATE {MEASURES} SET wording = 'All is well' WHERE history_id = %s",
        "fact": f"UPDATE {MEASURES} SET position = position + 1 WHERE history_id = %s",
        "delete": f"DELETE FROM {MEASURES} WHERE history_id = %s",
    }
    assert sql(touch[how], row) == 1
    found = list(verify(people.partnership))
    assert found
    assert all(f"row {row} of its history" in problem for problem in found)
