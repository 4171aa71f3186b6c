"""Handing over what a person holds and leads, and ending a membership: with what they lead and are asked themselves.

``subgroups`` knows no plans, so it refuses to end the membership of someone who leads; here the leads move first.
"""

from django.utils import timezone

from partnership.history import recording
from partnership.models import User
from partnership.permissions import Role
from plans.models import Challenge, GroupReturn, Lead
from plans.policies.challenge import reason_not_to_ask
from plans.services.lead import ask_new_leaders, replace_leads
from subgroups.hand_over import read_held
from subgroups.services import people

ROLES = Lead.LeadRole.values  # the one that carries most first


def hand_over(membership, to, *, by, mark=None, end=False, reason="", at=None, request=None):
    """Move the posts, seats, leads and questions of a member or leaver to another member, in one change.

    ``to`` is the successor's User, ``mark`` that of the HandOver shown before; ``end`` ends the
    membership in the same step.
    """
    user, partnership = membership.user, membership.partnership
    reason = reason or f"Handed over from {user} to {to}"
    with recording(partnership, by=by, reason=reason, at=at) as change:
        moving = people.hand_over(membership, to, by=by, mark=mark, at=at, request=request)
        _move_leads(moving.leads, user, to, by=by)
        _move_questions(moving.questions, to, on=timezone.localdate(change.at))
        if end:
            people.end_membership(membership, by=by, at=at, request=request)
    return moving


def end_membership(membership, *, by, to=None, reason="", at=None, request=None):
    """End a membership.

    With a person's last one, ``to`` leads what they led and is asked what they were asked; None: the plan keeps their
    name alone, and a business manager is asked.
    """
    user, partnership = membership.user, membership.partnership
    with recording(membership, by=by, reason=reason, at=at) as change:
        on = timezone.localdate(change.at)
        if not people.is_still_member(membership, on=on):
            held = read_held(user, partnership, on=on)
            _move_leads(held.leads, user, to, by=by)
            _move_questions(held.questions, to, on=on)
        return people.end_membership(membership, by=by, at=at, request=request)


def _move_leads(leads, user, to, *, by):
    """Give the leads of ``user`` to ``to``, or replace them by the name; returns that are not submitted go."""
    owners = {(type(owner), owner.pk): owner for owner in (lead.part_of() for lead in leads)}
    plans = {lead.plan_id: lead.plan for lead in leads}
    for owner in owners.values():
        present = owner.leads.select_related(*Lead.NAMED)
        words = None if to else owner.leads_words
        replace_leads(owner, _moved(present, user, to), by=by, words=words)
    for plan in plans.values():
        for record in GroupReturn.objects.filter(plan=plan, period__frozen_at=None, person=user):
            if record.submitted_at is None:
                record.delete()
        ask_new_leaders(plan, by=by)


def _moved(present, user, to):
    """The leads of one action or priority after the move, as set_leads takes them: nobody twice."""
    moved = []
    for lead in present:
        who = lead.who_values
        if who == {"person": user}:
            who = {"person": to} if to else {"words": user.name}
        same = next((one for one in moved if who.items() <= one.items()), None)
        if same is None:
            moved.append({"role": lead.role, **who})
        else:
            same["role"] = min(same["role"], lead.role, key=ROLES.index)
    return moved


def _move_questions(questions, to, *, on):
    """Ask ``to`` what the leaver was asked; a business manager if that is nobody, asked it, or may not read it."""
    for challenge in questions:
        current = Challenge.objects.locked(challenge)
        people = ([to] if to else []) + list(_business_managers(current, on))
        for current.to_person in people:
            if current.to_person_id != current.by_id and not reason_not_to_ask(current, on=on):
                current.save(update_fields={"to_person"})
                break


def _business_managers(challenge, on):
    """Those of the day ``on``, without who leaves."""
    running = challenge.partnership.membership_set.running(on).filter(role=Role.BUSINESS_MANAGER)
    people = User.objects.filter(memberships__in=running).exclude(pk=challenge.to_person_id)
    return people.order_by("name", "pk")
