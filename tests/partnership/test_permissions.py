"""The access policy: which role has what, and which pages open to whom."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from partnership.models import Agency, Partnership
from partnership.permissions import (
    EVERYBODY,
    GRANTS,
    Permission,
    Role,
    allows,
    find_record,
    requires,
    roles_granted,
)
from partnership.services.partnership import admit
from plans.models import Action, Plan
from plans.services.lead import set_leads
from tests.helpers.builders import FOUNDED, TODAY, action_of, make_closed_plan, make_plan

pytestmark = pytest.mark.engine_free

ROLES = list(Role)
# Who may do what, as in the policy (DESIGN, section 5).
POLICY = {
    "see this partnership": "business_manager executive scrutineer member",
    "read plans": "business_manager executive scrutineer member",
    "read draft plans": "business_manager executive scrutineer",
    "read changes": "business_manager executive scrutineer member",
    "update this action": "business_manager chair lead",
    "propose a change to this action": "business_manager chair lead",
    "decide on this proposal": "business_manager owner",
    "raise a challenge": "scrutineer executive representative",
    "answer this challenge": "business_manager addressee",
    "accept, ask again or close this challenge": "challenger",
    "edit plans": "business_manager",
    "run reporting periods": "business_manager",
    "fill in this return": "business_manager chair lead",
    "manage this partnership": "business_manager",
    "redact words": "business_manager",
    "read the register of redactions": "business_manager executive scrutineer",
    "read the seals of the history": "business_manager executive scrutineer",
    "seal the history": "business_manager scrutineer",
    "download all records": "business_manager scrutineer",
    "read draft reports": "business_manager executive scrutineer",
    "write the yearly report": "business_manager",
    "write the scrutineer’s assessment": "scrutineer",
}


def test_every_permission_is_granted_by_policy():
    assert {p.value for p in Permission} == set(POLICY) == {p.value for p in GRANTS}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", POLICY)
def test_each_role_has_the_permissions_of_the_policy(permission, role):
    assert allows({role}, Permission(permission)) is (role.value in POLICY[permission].split())


def test_any_of_several_roles_will_do_and_none_will_not():
    assert allows({Role.MEMBER, Role.CHAIR}, Permission.UPDATE_PROGRESS)
    assert not allows(set(), Permission.VIEW_PARTNERSHIP)


def test_roles_stored_on_memberships_that_hold_a_permission():
    """Group roles come from seats and are stored on no membership."""
    assert roles_granted(Permission.UPDATE_PROGRESS) == ["business_manager"]
    assert sorted(roles_granted(Permission.VIEW_PLAN)) == sorted(role.value for role in EVERYBODY)


# Roles for records

TOWARDS = {
    "business_manager": {"business_manager"},
    "executive": {"executive"},
    "scrutineer": {"scrutineer"},
    "member": {"member"},
    "chair": {"member"},
    "group_member": {"member"},
    "lead": {"member"},
    "chair_of_other_group": {"member"},
    "outsider": set(),
}


@pytest.mark.parametrize("key", TOWARDS)
def test_roles_towards_the_partnership_and_the_plan(people, plan, key):
    person = getattr(people, key)
    for record in (people.partnership, plan, people.council, plan.priority_set.get()):
        assert record.roles_of(person, on=TODAY) == TOWARDS[key]


@pytest.mark.parametrize("key", TOWARDS)
def test_roles_towards_a_group(people, key):
    seats = {"chair": {"chair"}, "group_member": {"group_member"}}
    roles = people.audit_group.roles_of(getattr(people, key), on=TODAY)
    assert roles == TOWARDS[key] | seats.get(key, set())


@pytest.mark.parametrize("key", TOWARDS)
@pytest.mark.parametrize(
    ("reference", "more"),
    [
        ("1.1", {"chair": {"chair"}}),
        ("1.2", {"lead": {"lead"}}),
        ("1.3", {"chair_of_other_group": {"chair"}}),
    ],
)
def test_roles_towards_an_action(people, plan, key, reference, more):
    roles = action_of(plan, reference).roles_of(getattr(people, key), on=TODAY)
    assert roles == TOWARDS[key] | more.get(key, set())


@pytest.mark.parametrize(
    ("role", "leads"),
    [("lead", True), ("joint", True), ("via", True), ("oversees", False), ("contributes", False)],
)
def test_only_who_carries_the_work_is_chair_towards_it(people, plan, role, leads):
    action = action_of(plan, "1.2")
    set_leads(action, [{"group": people.audit_group, "role": role}], by=people.business_manager)
    roles = action_of(plan, "1.2").roles_of(people.chair, on=TODAY)
    assert (Role.CHAIR in roles) is leads


@pytest.mark.parametrize("seat_role", ["chair", "joint_chair", "deputy"])
def test_joint_chair_and_deputy_are_chairs_alike(people, plan, seat_role):
    from_seat = people.audit_group.seats.get(holder=people.chair)
    from_seat.role = seat_role
    assert from_seat.gives == Role.CHAIR


def test_leads_of_the_priority_lead_an_action_that_names_none(people, plan):
    action, manager = action_of(plan, "1.3"), people.business_manager
    set_leads(action, [], by=manager)
    set_leads(action.priority, [{"group": people.audit_group}], by=manager)
    assert Role.CHAIR in action_of(plan, "1.3").roles_of(people.chair, on=TODAY)
    assert Role.CHAIR not in action_of(plan, "1.3").roles_of(people.chair_of_other_group, on=TODAY)
    assert Role.LEAD in action_of(plan, "1.2").roles_of(people.lead, on=TODAY)


def test_an_agency_that_leads_leads_by_those_it_sent(people, plan):
    action = action_of(plan, "1.3")
    set_leads(action, [{"agency": people.council}], by=people.business_manager)
    action = action_of(plan, "1.3")
    assert action.roles_of(people.executive, on=TODAY) == {"executive", "lead"}  # the council's
    assert action.roles_of(people.member, on=TODAY) == {"member"}


# @requires


def page(permission, on):
    @requires(permission, on=on)
    def view(request, record, **rest):
        return HttpResponse(f"{record}: {', '.join(sorted(request.roles))} {rest}")

    return view


def visit(view, person, **kwargs):
    request = RequestFactory().get("/")
    request.user = person or AnonymousUser()
    return view(request, **kwargs)


def test_hands_the_view_the_record_and_the_roles(people, plan):
    view = page(Permission.VIEW_PLAN, Action)
    response = visit(view, people.chair, slug="ashshire", pk=action_of(plan, "1.1").pk, more="x")
    assert response.content.decode() == "1.1 Action 1.1: chair, member {'more': 'x'}"


def test_the_partnership_needs_no_number(people):
    response = visit(page(Permission.VIEW_PARTNERSHIP, Partnership), people.member, slug="ashshire")
    assert response.content.decode().startswith("Ashshire Safeguarding")


def test_only_the_partnership_is_found_without_a_number(people):
    """It is read with the memberships: of two, the one at the address."""
    other = people.elsewhere.people.partnership
    admit(people.member, other, by=None, role=Role.MEMBER, since=FOUNDED)
    at = {"user": people.member, "pk": None, "day": TODAY}
    assert find_record(Partnership, slug="ashshire", **at) == people.partnership
    assert find_record(Partnership, slug="birchshire", **at) == other
    with pytest.raises(Http404):
        find_record(Plan, slug="ashshire", **at)
    with pytest.raises(Http404):
        find_record(Partnership, slug="birchshire", **{**at, "user": people.chair})


def test_a_role_that_does_not_reach_is_told_so(people, plan):
    view = page(Permission.EDIT_PLAN, Plan)
    with pytest.raises(PermissionDenied, match="Your role does not allow you to edit plans"):
        visit(view, people.chair, slug="ashshire", pk=plan.pk)


def test_a_record_of_another_partnership_does_not_exist(people, plan):
    view = page(Permission.VIEW_PLAN, Plan)
    with pytest.raises(Http404):
        visit(view, people.outsider, slug="ashshire", pk=plan.pk)


def test_nor_does_it_under_the_address_of_ones_own(people, plan):
    """The id of another partnership's record, below one's own partnership."""
    view = page(Permission.VIEW_PARTNERSHIP, Agency)
    own, other = people.council, people.elsewhere.people.council
    assert visit(view, people.member, slug="ashshire", pk=own.pk).status_code == 200
    for slug in ("ashshire", "birchshire"):
        with pytest.raises(Http404):
            visit(view, people.member, slug=slug, pk=other.pk)


def test_nobody_is_asked_to_sign_in(people, plan):
    response = visit(page(Permission.VIEW_PLAN, Plan), None, slug="ashshire", pk=plan.pk)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/sign-in/?next=")


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("business_manager", True),
        ("executive", True),
        ("scrutineer", True),
        ("member", False),
        ("chair", False),
        ("outsider", False),
    ],
)
def test_a_draft_exists_for_those_who_may_see_it(people, plan, key, sees):
    draft = make_plan(people, agreed=False, title="Draft")
    seen = Plan.objects.visible_to(getattr(people, key), on=TODAY)
    assert (draft in seen) is sees
    assert (plan in seen) is (key != "outsider")
    actions = Action.objects.visible_to(getattr(people, key), on=TODAY)
    assert (draft.action_set.first() in actions) is sees


def test_a_closed_plan_is_still_read(people):
    closed = make_closed_plan(people)
    assert closed in Plan.objects.visible_to(people.member, on=TODAY)


def test_before_the_first_day_nobody_belongs(people, plan):
    before = FOUNDED.date().replace(day=1)
    assert list(Partnership.objects.visible_to(people.business_manager, on=before)) == []
