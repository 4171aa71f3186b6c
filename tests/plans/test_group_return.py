"""The return page: the last update beside the new fields, save one or all, no change, submit; no input is lost."""

import re
from datetime import timedelta

import pytest

from partnership.permissions import Role
from plans.models import Draft, ProgressUpdate
from plans.services.period import freeze_period, open_period
from plans.services.returns import keep_draft, question_return, submit_return
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_action, make_update

DAYS = {"leads_by": TODAY, "chairs_by": TODAY + timedelta(7), "freezes_on": TODAY + timedelta(14)}


@pytest.fixture
def actions(people, plan):
    """Three actions of the Audit Group: 1.1, 2.1 and 2.2."""
    lead = [{"group": people.audit_group}]
    return [action_of(plan, "1.1"), *(make_action(plan, n, leads=lead) for n in ("2.1", "2.2"))]


@pytest.fixture
def record(people, plan, actions):
    make_update(actions[0], rating="amber", comment="Half of them read.", at=days_ago(30))
    period = open_period(plan, by=people.business_manager, name="Autumn", at=days_ago(1), **DAYS)
    return period.returns.get(group=people.audit_group)


@pytest.fixture
def chair(people, client_as):
    return client_as(people.chair)


def page_of(record):
    return f"/ashshire/returns/{record.pk}/"


def typed(action, **boxes):
    action.refresh_from_db()
    boxes.setdefault("seen", action.last_update_id or 0)
    return {f"a{action.pk}-{name}": value for name, value in boxes.items()}


def read(client, record):
    response = client.get(page_of(record))
    assert response.status_code == 200
    return response.content.decode()


def said(action):
    return [(u.rating, u.comment, u.no_change, u.by.name) for u in action.updates.order_by("pk")]


GREEN = {"rating": "green", "comment": "All read.", "reason": "Seen on the day."}


class TestReading:
    def test_last_time_stands_beside_the_boxes(self, chair, record):
        page = read(chair, record)
        assert "Audit Group: how the actions are going" in page
        assert "Half of them read." in page
        assert "3 of 3 actions to do; submit by 29 November 2026, 7 days left." in " ".join(
            page.split()
        )
        assert page.count("To do") == 3
        assert "Action 1.2" not in page

    def test_what_the_dates_suggest_and_what_is_missing(self, chair, record):
        page = " ".join(read(chair, record).split())
        assert "It is not due until March 2027." in page
        assert page.count("1 measure still without evidence") == 3

    def test_somebody_elses_draft_can_be_taken_on(self, people, chair, record, actions):
        keep_draft(actions[0], by=people.business_manager, typed=GREEN)
        page = read(chair, record)
        assert "Draft by Business manager" in page
        draft = Draft.objects.get()
        assert chair.post(page_of(record), {"use": draft.pk}).status_code == 302
        assert Draft.objects.get(by=people.chair).typed == {
            **GREEN,
            "came_instead": "",
            "next_steps": "",
        }
        assert Draft.objects.count() == 2

    def test_a_draft_of_another_action_cannot(self, people, plan, chair, record):
        other = keep_draft(action_of(plan, "1.2"), by=people.lead, typed=GREEN)
        assert chair.post(page_of(record), {"use": other.pk}).status_code == 200
        assert Draft.objects.filter(by=people.chair).count() == 0

    @pytest.mark.parametrize("number", [1, 40])
    def test_as_many_queries_for_forty(
        self, people, plan, chair, number, django_assert_num_queries
    ):
        for n in range(number - 1):
            make_action(plan, f"5.{n}", leads=[{"group": people.audit_group}])
        period = open_period(plan, by=people.business_manager, name="Autumn", **DAYS)
        record = period.returns.get(group=people.audit_group)
        chair.get(page_of(record))
        with django_assert_num_queries(14):
            page = read(chair, record)
        assert page.count('class="app-line ') == number


class TestSaving:
    def test_saving_one_action_keeps_what_was_typed_for_others_as_drafts(
        self, people, chair, record, actions
    ):
        sent = {
            **typed(actions[0], **GREEN),
            **typed(actions[1], comment="Not yet"),
            "save": actions[0].pk,
        }
        response = chair.post(page_of(record), sent)
        assert response.url == f"{page_of(record)}?at={actions[1].pk}#message"
        assert said(actions[0])[1:] == [("green", "All read.", False, "Chair")]
        assert said(actions[1]) == []
        assert Draft.objects.get().comment == "Not yet"

    def test_the_message_is_at_the_next_action_to_do(self, chair, record, actions):
        sent = {**typed(actions[0], **GREEN), "save": actions[0].pk}
        page = chair.post(page_of(record), sent, follow=True).text
        message, card = page.index("Update for 1.1 saved."), f'id="a{actions[1].pk}"'
        assert page.index('id="message"') < message < page.index(card)
        assert page.count("Update for 1.1 saved.") == 1
        assert "<form" in page[:message]

    def test_after_the_last_one_it_is_at_the_end(self, chair, record, actions):
        for action in actions[1:]:
            make_update(action)
        sent = {**typed(actions[0], **GREEN), "save": actions[0].pk}
        response = chair.post(page_of(record), sent, follow=True)
        assert response.redirect_chain[0][0] == f"{page_of(record)}?at=finish#message"
        assert "All 3 are done: submit the return" in response.text
        end = response.text.index("app-return-end")
        assert end < response.text.index("Update for 1.1 saved.")

    @pytest.mark.parametrize("at", ["", "0", "x", "9" * 400, "²"])
    def test_a_place_of_nothing_is_the_top(self, chair, record, actions, at):
        chair.post(page_of(record), {**typed(actions[0], **GREEN), "save": actions[0].pk})
        page = chair.get(page_of(record), {"at": at}).text
        assert page.index("Update for 1.1 saved.") < page.index("<h1")

    def test_the_form_is_sent_without_the_place(self, chair, record, actions):
        """Or an error at the top of the page would be out of sight."""
        page = chair.get(page_of(record), {"at": actions[1].pk}).text
        assert f'<form method="post" action="{page_of(record)}"' in page

    def test_what_is_done_is_folded_below(self, chair, record, actions):
        make_update(actions[0])
        page = read(chair, record)
        first, second, folded = (
            page.index(words)
            for words in (
                f'id="a{actions[1].pk}"',
                f'id="a{actions[0].pk}"',
                "Done: 1 of 3 actions",
            )
        )
        assert first < folded < second
        assert 'class="govuk-details app-return-done">' in page

    def test_all_or_none(self, chair, record, actions):
        bad = {"rating": "red", "comment": ""}
        make_update(actions[2])
        sent = {**typed(actions[0], **GREEN), **typed(actions[1], **bad), "submit": "1"}
        response = chair.post(page_of(record), sent)
        page = response.content.decode()
        assert response.status_code == 200
        assert "2.1: Red needs a comment. Say what is in the way." in page
        assert page.count("govuk-error-message") == 1
        assert "All read.</textarea>" in page
        assert [len(said(action)) for action in actions] == [1, 0, 1]
        assert Draft.objects.count() == 2
        record.refresh_from_db()
        assert record.submitted_at is None

    def test_twice_is_once(self, chair, record, actions):
        number = "6f2b0c1e-6a56-4c2e-9d0c-0a4c7d2f7f11"
        sent = {**typed(actions[1], **GREEN, submission=number), "save": actions[1].pk}
        for _ in range(2):
            assert chair.post(page_of(record), sent).status_code == 302
        assert len(said(actions[1])) == 1

    def test_an_action_of_somebody_else_is_not_taken(self, chair, record, plan):
        other = action_of(plan, "1.2")
        chair.post(page_of(record), {**typed(other, **GREEN), "save": other.pk})
        chair.post(page_of(record), {**typed(other, **GREEN), "no_change": other.pk})
        assert ProgressUpdate.objects.filter(action=other).count() == 0


class TestNoChange:
    def test_no_change_is_recorded_for_one_action(self, chair, record, actions):
        chair.post(page_of(record), {**typed(actions[0]), "no_change": actions[0].pk})
        assert said(actions[0])[1] == ("amber", "", True, "Chair")

    def test_no_change_is_recorded_for_all_the_rest(self, chair, record, actions):
        make_update(actions[1], rating="amber", at=days_ago(20))
        make_update(actions[2], rating="amber", at=days_ago(20))
        sent = {**typed(actions[1], **GREEN), "save": actions[1].pk}
        chair.post(page_of(record), sent)
        chair.post(page_of(record), {"no_change_rest": "1"})
        kinds = [[u[2] for u in said(action)] for action in actions]
        assert kinds == [[False, True], [False, False], [False, True]]

    def test_not_of_what_was_written(self, chair, record, actions):
        sent = {**typed(actions[0], comment="Half a sen"), "no_change": actions[0].pk}
        page = chair.post(page_of(record), sent).content.decode()
        assert "1.1: You have written an update. Save it, or clear the boxes" in page
        assert "Half a sen</textarea>" in page
        assert "Choose a rating" not in page
        assert len(said(actions[0])) == 1

    def test_the_rest_leaves_what_was_never_rated(self, chair, record, actions):
        response = chair.post(page_of(record), {"no_change_rest": "1"}, follow=True)
        assert "Marked as no change: 1.1." in response.text
        assert "2 of 3 actions to do" in response.text
        assert [len(said(action)) for action in actions] == [2, 0, 0]
        assert "Mark the rest as no change" not in response.text
        page = chair.post(page_of(record), {"no_change_rest": "1"}).text
        assert "None of the actions still to do has an earlier update to confirm." in page

    def test_what_was_never_rated_cannot_be_confirmed(self, chair, record, actions):
        page = chair.post(page_of(record), {"no_change": actions[1].pk}).text
        assert "2.1: There is no earlier update to confirm." in page
        assert said(actions[1]) == []


class TestSubmitting:
    def test_a_return_is_submitted_with_a_note(self, chair, record, actions):
        for action in actions:
            make_update(action)
        chair.post(page_of(record), {"submit": "1", "note": "All well."})
        record.refresh_from_db()
        assert (record.note, record.submitted_by.name, record.timing) == (
            "All well.",
            "Chair",
            "on_time",
        )
        page = read(chair, record)
        assert "Submitted by Chair on 22 November 2026" in page
        assert "Submit again" in page

    def test_not_while_something_is_missing(self, chair, record, actions):
        sent = {"submit": "1", "note": "All well."}
        page = chair.post(page_of(record), sent).content.decode()
        for action in actions:
            words = f"{action.reference}: Write an update, or choose “No change”"
            assert f'<a href="#a{action.pk}">{words}' in page
        assert "All well.</textarea>" in page
        record.refresh_from_db()
        assert record.submitted_at is None

    def test_saves_what_is_typed(self, chair, record, actions):
        make_update(actions[2])
        sent = {"submit": "1", **typed(actions[0], **GREEN), **typed(actions[1], **GREEN)}
        response = chair.post(page_of(record), sent, follow=True)
        assert "has been submitted. Thank you." in response.text
        assert [len(said(action)) for action in actions] == [2, 1, 1]
        record.refresh_from_db()
        assert record.is_submitted
        assert Draft.objects.count() == 0

    def test_what_is_typed_wrongly_is_named(self, chair, record, actions):
        for action in actions:
            make_update(action)
        sent = {"submit": "1", **typed(actions[0], comment="And more")}
        page = chair.post(page_of(record), sent).text
        assert "1.1: Choose a rating." in page
        assert "And more</textarea>" in page
        record.refresh_from_db()
        assert record.submitted_at is None

    def test_somebody_was_quicker_with_one_of_them(self, people, chair, record, actions):
        make_update(actions[2])
        sent = {"submit": "1", **typed(actions[0], **GREEN), **typed(actions[1], **GREEN)}
        make_update(actions[0], rating="red", comment="Two are lost.")
        response = chair.post(page_of(record), sent)
        assert response.status_code == 409
        assert "Business manager updated 1.1 after you opened this page." in response.text
        assert [len(said(action)) for action in actions] == [2, 0, 1]

    def test_sent_back_with_a_question(self, people, chair, record, actions):
        for action in actions:
            make_update(action)
        submit_return(record, by=people.chair, at=NOW)
        question_return(
            record, by=people.business_manager, question="Why green?", at=NOW + timedelta(1)
        )
        page = read(chair, record)
        assert "Sent back with a question" in page
        assert "Why green?" in page

    def test_after_the_freeze(self, people, chair, record, actions):
        freeze_period(record.period, by=people.business_manager, at=days_ago(0))
        assert "They will be marked “after freeze”" in read(chair, record)
        chair.post(page_of(record), {**typed(actions[1], **GREEN), "save": actions[1].pk})
        assert actions[1].updates.get().timing == "after_freeze"


class TestNothingIsLost:
    def test_a_draft_stays_for_another_device(self, people, chair, client_as, record, actions):
        chair.post(page_of(record), {**typed(actions[0], comment="Half a sen"), "draft": "1"})
        page = read(client_as(people.chair), record)
        assert "Half a sen</textarea>" in page
        assert said(actions[0]) == [("amber", "Half of them read.", False, "Business manager")]

    def test_any_other_button_keeps_it_too(self, chair, record, actions):
        sent = {
            **typed(actions[1], comment="Half a sen"),
            **typed(actions[0]),
            "no_change": actions[0].pk,
        }
        chair.post(page_of(record), sent)
        assert Draft.objects.get().comment == "Half a sen"

    def test_the_script_keeps_a_draft_by_post_alone(self, people, chair, actions, record):
        address = f"/ashshire/actions/{actions[0].pk}/draft/"
        assert chair.post(address, {"comment": "Half", "rating": "red"}).status_code == 204
        assert Draft.objects.get(by=people.chair).comment == "Half"
        assert chair.get(address).status_code == 405

    def test_without_a_session_it_comes_back(self, people, client, record, actions):
        """Only to the person who typed it: the page was sealed to them."""
        client.force_login(people.chair)
        (seal,) = re.findall('name="seal" value="([^"]+)"', read(client, record))
        client.logout()
        sent = {**typed(actions[0], comment="Half a sen"), "seal": seal, "draft": "1"}
        assert client.post(page_of(record), sent).status_code == 302
        client.force_login(people.chair)
        page = read(client, record)
        assert "Half a sen</textarea>" in page

    def test_somebody_said_something_meanwhile(self, people, chair, record, actions):
        opened = typed(actions[0], **GREEN)
        make_update(actions[0], rating="red", comment="Two are lost.")
        response = chair.post(page_of(record), {**opened, "save": actions[0].pk})
        page = response.content.decode()
        assert response.status_code == 409
        assert "Business manager updated 1.1 after you opened this page." in page
        assert "Two are lost." in page
        assert "All read.</textarea>" in page
        assert len(said(actions[0])) == 2
        assert Draft.objects.get().comment == "All read."

    def test_of_two_updates_mine_is_kept_when_chosen(self, chair, record, actions):
        opened = typed(actions[0], **GREEN)
        theirs = make_update(actions[0], rating="red", comment="Two are lost.")
        page = chair.post(page_of(record), {**opened, "save": actions[0].pk}).content.decode()
        assert f'name="a{actions[0].pk}-seen" value="{theirs.pk}"' in page
        again = {**opened, f"a{actions[0].pk}-seen": theirs.pk, "save": actions[0].pk}
        assert chair.post(page_of(record), again).status_code == 302
        assert [u[0] for u in said(actions[0])] == ["amber", "red", "green"]

    def test_of_two_updates_both_are_combined_when_chosen(self, people, chair, record, actions):
        opened = typed(actions[0], **GREEN)
        make_update(actions[0], rating="red", comment="Two are lost.")
        page = chair.post(page_of(record), {**opened, "combine": actions[0].pk}, follow=True).text
        assert "Two are lost.\n\nAll read.</textarea>" in page
        assert Draft.objects.get(by=people.chair).comment == "Two are lost.\n\nAll read."

    def test_of_two_updates_theirs_is_taken_when_chosen(self, chair, record, actions):
        opened = typed(actions[0], **GREEN)
        make_update(actions[0], rating="red", comment="Two are lost.")
        chair.post(page_of(record), {**opened, "discard": actions[0].pk})
        assert Draft.objects.count() == 0
        assert len(said(actions[0])) == 2

    def test_no_change_said_too_late_is_a_conflict_too(self, chair, record, actions):
        opened = typed(actions[0])
        make_update(actions[0], rating="red", comment="Two are lost.")
        response = chair.post(page_of(record), {**opened, "no_change": actions[0].pk})
        assert response.status_code == 409
        assert len(said(actions[0])) == 2


class TestWhoFillsItIn:
    def test_the_holder_of_a_post_and_an_agencys_members(self, people, record):
        of_post = record.period.returns.get(post=people.adviser)
        assert Role.LEAD in of_post.roles_of(people.lead, on=TODAY)
        assert Role.LEAD not in of_post.roles_of(people.chair, on=TODAY)
        assert Role.CHAIR in record.roles_of(people.chair, on=TODAY)
        assert Role.CHAIR not in record.roles_of(people.chair_of_other_group, on=TODAY)


@pytest.mark.parametrize("button", ["save", "no_change", "discard", "combine", "use"])
@pytest.mark.parametrize("number", ["", "0", "x", "-1", "9" * 400, "²"])
def test_a_button_with_a_number_of_nothing(chair, record, button, number):
    assert chair.post(page_of(record), {button: number}).status_code in (200, 302)
    assert ProgressUpdate.objects.count() == 1
