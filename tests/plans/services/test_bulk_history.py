"""Random bulk changes of actions: the result is what was shown, and what the history says."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnership.models import Change
from plans.actions.bulk import (
    ChangeLeads,
    ChangePriority,
    ChangeThemes,
    ChangeTimescale,
    compare_actions,
)
from plans.models import Action, ActionTheme, Lead, Priority, Theme
from plans.services import bulk as service
from plans.services.action import revise_action
from plans.services.bulk import StaleSelection, save_bulk
from plans.services.structure import add_part
from tests.helpers.bulk import rows, shown

REFERENCES = ["1.1", "1.2", "1.3"]
TIMESCALES = [
    ChangeTimescale("by_month", "", date(2027, 7, 31), "month"),
    ChangeTimescale("date", "", date(2027, 9, 1), "day"),
    ChangeTimescale("ongoing"),
    ChangeTimescale("none", "When the moon is blue"),
]
changes = st.one_of(
    st.tuples(st.just("lead"), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("theme"), st.integers(0, 1), st.booleans()),
    st.tuples(st.just("priority"), st.integers(0, 2), st.none()),
    st.tuples(st.just("timescale"), st.integers(0, 3), st.none()),
)
presses = st.tuples(
    changes,
    st.sets(st.sampled_from(REFERENCES), min_size=1),
    st.none() | st.integers(1, 3),  # the action at which the service fails
    st.none() | st.sampled_from(REFERENCES),  # the action that someone rewords meanwhile
)


@pytest.fixture
def ground(people, plan):
    by = people.business_manager
    other = add_part(Priority, plan, by=by, number="2", title="Families are helped")
    theme = add_part(Theme, plan, by=by, name="Transitions")
    return SimpleNamespace(
        by=by,
        leads=[people.audit_group, people.board, people.adviser, people.council],
        themes=[plan.theme_set.exclude(pk=theme.pk).get(), theme],
        priorities=[other, plan.priority_set.exclude(pk=other.pk).get(), None],
    )


def made(change, ground):
    kind, number, flag = change
    if kind == "lead":
        return ChangeLeads(ground.leads[number], beside=flag)
    if kind == "theme":
        return ChangeThemes(ground.themes[number], adds=flag)
    return ChangePriority(ground.priorities[number]) if kind == "priority" else TIMESCALES[number]


def facts(standing):
    """An ActionState without fields that may be represented in two ways."""
    leads = [
        (lead["role"], *(getattr(lead.get(name), "pk", None) for name in ("group", "post", "agency")))
        for lead in standing.leads
    ]  # fmt: skip
    priority = standing.priority and standing.priority.pk
    themes = {theme.pk for theme in standing.themes}
    return priority, leads, standing.leads_words, themes, standing.timescale


def live(plan):
    return {d.action.pk: facts(d.before) for d in compare_actions(rows(plan), ChangePriority(None))}


def recalled(plan, before=None):
    """The same from the history alone, as it was before a change."""

    def latest(model, **which):
        found = model.history.filter(**which).order_by("history_date", "history_id")
        found = found if before is None else found.filter(change__lt=before.pk)
        last = {row.id: row for row in found}
        return [row for row in last.values() if row.history_type != "-"]

    actions = latest(Action, plan=plan.pk)
    ids = [row.id for row in actions]
    leads, links = latest(Lead, action__in=ids), latest(ActionTheme, action__in=ids)
    leads.sort(key=lambda row: (row.position, row.id))
    return {
        row.id: (
            row.priority_id,
            [
                (lead.role, lead.group_id, lead.post_id, lead.agency_id)
                for lead in leads
                if lead.action_id == row.id
            ],
            row.leads_words,
            {link.theme_id for link in links if link.action_id == row.id},
            (
                *(row.timescale_kind, row.timescale_words, row.due_on, row.due_precision),
                *(row.rhythm, row.needs_check),
            ),
        )
        for row in actions
    }


def failing_at(number):
    """The service's own write, which fails at the action of this number."""
    calls, write = [], service._write

    def failing(difference, **values):
        write(difference, **values)
        calls.append(difference)
        if len(calls) == number:
            raise ValidationError("Not this one.")

    return failing


def press(plan, ground, change, actions, fails, meanwhile):
    """Make the change as a person who saw the present state; whether it was made."""
    seen = shown(actions, change)
    if meanwhile:
        revise_action(rows(plan, meanwhile).get(), by=ground.by, wording=f"Reworded {len(seen)}")
    before, last = live(plan), Change.objects.latest("pk")
    promised = {d.action.pk: facts(d.after) for d in compare_actions(actions, change)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "_write", failing_at(fails))
        try:
            done = save_bulk(
                plan, change, [a.pk for a in actions], by=ground.by, seen=seen, reason="Merged."
            )
        except (ValidationError, StaleSelection):
            assert live(plan) == before
            assert recalled(plan) == before
            assert Change.objects.latest("pk") == last
            return False
    after, (opened,) = live(plan), Change.objects.filter(pk__gt=last.pk)
    assert after == before | promised
    assert {d.action.pk for d in done} == {pk for pk in after if after[pk] != before[pk]}
    assert (recalled(plan, opened), recalled(plan)) == (before, after)
    assert (opened.by, opened.reason) == (ground.by, "Merged.")
    return True


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pressed=st.lists(presses, min_size=1, max_size=4))
def test_what_was_shown_stands_and_is_in_the_history_or_nothing_is(ground, plan, pressed):
    with transaction.atomic():
        for change, references, fails, meanwhile in pressed:
            actions = rows(plan, *references)
            press(plan, ground, made(change, ground), actions, fails, meanwhile)
        transaction.set_rollback(True)


def test_a_press_is_done_and_a_press_is_refused(ground, plan):
    """Both happen: the test above covers something."""
    every, change = rows(plan), ChangePriority(ground.priorities[0])
    assert press(plan, ground, change, every, 2, None) is False
    assert press(plan, ground, change, every, None, "1.2") is False
    assert press(plan, ground, change, every, None, None) is True
    assert press(plan, ground, change, every, None, None) is False
