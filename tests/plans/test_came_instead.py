"""An action that has ended without being done says what came instead, wherever its update is read."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnership.history import recording
from partnership.rating_kinds import RatingKind
from partnership.rating_library import LIBRARY
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.models import Column, Draft, Plan, ProgressUpdate
from plans.services.progress import record_no_change
from plans.services.structure import add_part
from reports.render.plan import plan_sheets
from tests.helpers.builders import NOW, TODAY, action_of, make_update
from tests.helpers.page_text import text_of
from tests.helpers.periods import make_period
from tests.helpers.schemes import use_scheme

SCHEME = next(s for s in LIBRARY if any(r.kind == RatingKind.ENDED for r in s.ratings))
ENDED = next(r for r in SCHEME.ratings if r.kind == RatingKind.ENDED)
GOOD = next(r for r in SCHEME.ratings if r.kind == RatingKind.ON_TRACK)
SENTENCE = f"{ENDED.label} needs to say what came instead. If nothing did, enter that."
INSTEAD = "The police began a service of their own."


@pytest.fixture(autouse=True)
def scheme(people):
    use_scheme(people.partnership, SCHEME)


@pytest.fixture
def action(scheme, plan):
    return action_of(plan, "1.1")


def end(action, **values):
    given = {"rating": ENDED.key, "comment": "No longer needed.", "came_instead": INSTEAD}
    return make_update(action, **given | values)


def sent(client, action, **values):
    page = reverse("plans:action_progress", args=["ashshire", action.pk])
    seen = {"submission": str(uuid.uuid4()), "seen": "0"}
    return client.post(page, seen | values)


class TestRule:
    def test_an_ended_action_without_it_is_refused(self, action):
        with pytest.raises(ValidationError) as refusal:
            end(action, came_instead="  ")
        assert refusal.value.message_dict == {"came_instead": [SENTENCE]}
        assert end(action).came_instead == INSTEAD

    def test_any_other_rating_with_it_is_refused(self, action):
        with pytest.raises(ValidationError) as refusal:
            end(action, rating=GOOD.key)
        assert refusal.value.message_dict == {
            "came_instead": [f"Clear what came instead, or choose {ENDED.label}."]
        }
        assert action.updates.count() == 0

    def test_no_change_does_not_repeat_it(self, people, action):
        end(action)
        record_no_change(action_of(action.plan, "1.1"), by=people.business_manager, at=NOW)
        assert [one.came_instead for one in action.updates.all()] == ["", INSTEAD]

    @pytest.mark.parametrize(
        ("constraint", "values"),
        [
            ("ended_says_what_came_instead", {"came_instead": ""}),
            ("only_ended_has_something_instead", {"rating_kind": "on_track"}),
        ],
    )
    def test_the_database_refuses_it_too(self, people, action, constraint, values):
        update = end(action)
        for name, value in values.items():
            setattr(update, name, value)
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            recording(by=people.business_manager, at=NOW),
        ):
            update.save()


class TestForms:
    def test_the_page_asks_for_it(self, people, action, client_as):
        client = client_as(people.chair)
        page = sent(client, action, rating=ENDED.key, comment="No longer needed.")
        assert SENTENCE in text_of(page.text)
        assert Draft.objects.get().rating == ENDED.key
        sent(client, action, rating=ENDED.key, comment="Not needed.", came_instead=INSTEAD)
        assert ProgressUpdate.objects.get().came_instead == INSTEAD

    def test_a_draft_keeps_it(self, people, action, client_as):
        client = client_as(people.chair)
        sent(client, action, came_instead=INSTEAD, draft="1")
        assert Draft.objects.get().typed["came_instead"] == INSTEAD
        page = reverse("plans:action_progress", args=["ashshire", action.pk])
        assert f"{INSTEAD}</textarea>" in client.get(page).text

    def test_a_return_asks_for_it(self, people, action, client_as):
        record = make_period(action.plan).returns.get(group=people.audit_group)
        client, page = (
            client_as(people.chair),
            reverse("plans:group_return", args=["ashshire", record.pk]),
        )
        prefix = f"a{action.pk}-"
        typed = {"rating": ENDED.key, "comment": "No longer needed.", "seen": "0"}
        data = {prefix + name: value for name, value in typed.items()} | {"save": action.pk}
        assert SENTENCE in text_of(client.post(page, data).text)
        client.post(page, data | {f"{prefix}came_instead": INSTEAD})
        assert ProgressUpdate.objects.get().came_instead == INSTEAD


class TestFaces:
    def test_pages_show_it(self, people, action, client_as):
        end(action)
        client = client_as(people.member)
        for name, pk in (("plans:plan", action.plan_id), ("plans:action", action.pk)):
            text = text_of(client.get(reverse(name, args=["ashshire", pk])).text)
            assert f"Instead: {INSTEAD}" in text
        feed = text_of(client.get(reverse("reports:changes", args=["ashshire"])).text)
        assert f"What came instead {INSTEAD}" in feed.replace(":", "")

    def test_documents_have_it_now_and_as_at(self, action):
        end(action)
        plan = Plan.objects.select_related("partnership__house_style").get(pk=action.plan_id)
        for document in (read_plan(plan, on=TODAY), read_plan_as_at(plan, at=NOW)):
            found = next(one for one in document.actions if one.pk == action.pk)
            assert found.update.came_instead == INSTEAD

    def test_it_is_printed_and_in_the_published_cell(self, people, action):
        end(action)
        with recording(by=people.business_manager, at=NOW):
            add_part(
                Column, action.plan, by=people.business_manager, heading="How", shows="progress"
            )
        plan = Plan.objects.select_related("partnership__house_style").get(pk=action.plan_id)
        document = read_plan(plan, on=TODAY)
        assert f"<strong>Instead:</strong> {INSTEAD}" in plan_sheets(document).html
        cells = [row.cells[-1] for table in published_tables(document) for row in table.rows]
        assert ("No longer needed.", f"Instead: {INSTEAD}") in [c.paragraphs for c in cells]
