"""Every URL of the application, and a house: a partnership with a record for each of them."""

import re
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.apps import apps
from django.urls import get_resolver, reverse

from partnership.history import recording
from partnership.models import User
from partnership.services.redaction import register
from partnership.worker import run_all
from plans.measures.numbers import Figure
from plans.models import CoreActivity, Priority, ReportingPoint
from plans.services.action import set_other_priorities
from plans.services.feed_token import issue_token
from plans.services.lead_alias import add_alias
from plans.services.measure import add_measure, revise_measure
from plans.services.measure_value import record_value
from plans.services.period import open_period
from plans.services.snapshot import take_snapshot
from plans.services.structure import add_part
from plans.services.succession import Kept, NewAction, split_action
from plans.services.timescale import change_timescale
from reports.models import Framework
from reports.services.framework import load_frameworks
from reports.services.report import start_report
from subgroups.services.invitation import invite
from tests.helpers.builders import (
    NOW,
    TODAY,
    action_of,
    make_closed_plan,
    make_evidence,
    make_file,
    make_plan,
    make_update,
)
from tests.helpers.challenges import make_answered, make_challenge
from tests.helpers.imports import make_brought_in, make_import
from tests.helpers.jobs import make_file_job
from tests.helpers.proposals import make_proposal


def addresses(resolver=None, namespaces=(), before=()):
    """URL name → its callback and the names of its parameters."""
    for pattern in (resolver or get_resolver()).url_patterns:
        told = (*before, *pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern, inner, told)
        elif pattern.name is None:
            yield None, pattern.callback, told
        else:
            yield ":".join([*namespaces, pattern.name]), pattern.callback, told


ADDRESSES = {name: SimpleNamespace(view=view, told=told) for name, view, told in addresses()}


def furnish(people):
    load_frameworks()
    mine, theirs = furnished(people), furnished(people.elsewhere.people)
    return SimpleNamespace(people=people, mine=mine, theirs=theirs)


def furnished(people):
    """A partnership's records by their names in the table."""
    agreed, draft = make_plan(people), make_plan(people, agreed=False, title="The next plan")
    closed = make_closed_plan(people)
    action = action_of(agreed, "1.1")
    add_parts(agreed, action, by=people.business_manager)
    make_evidence(action_of(draft, "1.1"), file=make_file("draft.csv"))
    others = {**report_progress(agreed, action, people), **add_report(agreed, people)}
    run_all()
    return {
        "agreed": agreed.pk,
        "draft": draft.pk,
        "closed": closed.pk,
        "1.1": action.pk,
        "1.2": action_of(agreed, "1.2").pk,
        "1.3": action_of(agreed, "1.3").pk,
        "group": people.audit_group.pk,
        "agency": people.council.pk,
        "post": people.adviser.pk,
        "seat": people.audit_group.seats.earliest("pk").pk,
        "membership": people.member.memberships.get().pk,
        "invitation": invite_someone(people).pk,
        "planimport": make_import(people).pk,
        "of a plan brought in": make_brought_in(people).pk,
        **others,
    }


def add_parts(plan, action, *, by):
    """What an agreed plan has besides actions: parts, a split, a slip, measures, evidence."""
    add_part(CoreActivity, plan, by=by, wording="Train everybody")
    add_part(ReportingPoint, plan, by=by, action=action, due_on=TODAY)
    other = add_part(Priority, plan, by=by, number="2", title="Neglect")
    set_other_priorities(action, [other], by=by)
    new = NewAction("Hear homes", "Hear children in homes."), Kept()
    split_action(action_of(plan, "1.3"), by=by, parts=[new], ends=False, reason="Two jobs")
    change_timescale(
        action, by=by, reason="Late data", agreed_where="Board", kind="month", due_on=TODAY, at=NOW
    )
    add_measure(plan.objective_set.get(), by=by, wording="Heard")
    make_evidence(action, measure=action.measures.get(), file=make_file())
    count(action.measures.get(), by=by)


def report_progress(plan, action, people):
    """A reporting period, a snapshot, and what people say of an action: an update, a proposal, challenges."""
    by = people.business_manager
    period = open_period(
        plan,
        by=by,
        name="Autumn 2026",
        leads_by=date(2026, 12, 1),
        chairs_by=date(2026, 12, 8),
        freezes_on=date(2026, 12, 15),
        at=NOW,
    )
    take_snapshot(plan, by=by, why="by_hand", at=NOW)
    return {
        "reportingperiod": period.pk,
        "groupreturn": period.returns.get(group=people.audit_group).pk,
        "the adviser's": period.returns.get(post=people.adviser).pk,
        "update": make_update(action, by=people.chair).pk,
        "proposal": make_proposal(action, by=people.chair).pk,
        "challenge": make_challenge(action, by=people.scrutineer, to=people.audit_group).pk,
        "the executive's": make_answered(
            action, by=people.executive, to=people.police, answered_by=by
        ).pk,
    }


def add_report(plan, people):
    """A yearly report, a redaction, another name for a lead, a token of data feeds, and a file that is being made."""
    by = people.business_manager
    report = start_report(
        plan,
        by=by,
        framework=Framework.objects.latest("pk"),
        title="Yearly report",
        starts_on=plan.starts_on,
        ends_on=plan.starts_on.replace(year=2027),
    )
    with recording(by=by, at=NOW):
        register(people.partnership, by=by, reason="A child was named", where="Plan: note", at=NOW)
    until = TODAY + timedelta(days=90)
    token, _ = issue_token(
        people.partnership, by=by, name="Power BI", tables=["actions"], expires_on=until, at=NOW
    )
    sections = {section.is_scrutiny: section.pk for section in report.sections.all()}
    return {
        "report": report.pk,
        "section": sections[False],
        "the business manager's": sections[False],
        "the scrutineer's": sections[True],
        "leadalias": add_alias(people.partnership, by=by, words="AG", who=people.audit_group).pk,
        "feedtoken": token.pk,
        "job": make_file_job(people.partnership, by=by).pk,
    }


def invite_someone(people):
    return invite(
        people.partnership,
        by=people.business_manager,
        email="new@charity.example",
        name="New",
        role="member",
        seats=[(people.training_group, "member")],
    )


def count(measure, *, by):
    """Make a measure count something, and record a value for it."""
    revise_measure(measure, by=by, unit="%", target=Decimal(90))
    figure = Figure(Decimal(89), 66, 74)
    record_value(measure, by=by, figure=figure, on=date(2026, 9, 1), at=NOW)


def record_for(name, note, where):
    """The key of the record that a page is opened for."""
    if note in where:
        return where[note]
    model = ADDRESSES[name].view.record
    if model._meta.model_name in where:
        return where[model._meta.model_name]
    plan = {"of a draft": "draft", "of a closed plan": "closed"}.get(note, "agreed")
    if model._meta.model_name == "plan":
        return where[plan]
    return model.objects.filter(plan=where[plan]).earliest("pk").pk


def admin_address(name, partnership):
    """The admin's page of a record: the first of its model in the partnership."""
    app, model, page = re.fullmatch(r"admin:([a-z]+)_([a-z]+)_([a-z_]+)", name).groups()
    if page in ("changelist", "add"):
        return reverse(name)
    records = apps.get_model(app, model)._base_manager.order_by("pk")
    pk = next((r.pk for r in records if whose(r, partnership)), 1)
    if page == "simple_history":
        return reverse(
            name, args=[pk, apps.get_model(app, model).history.filter(id=pk).latest().pk]
        )
    return reverse(name, args=[pk])


def whose(record, partnership):
    """Whether a record belongs to a partnership, or to all, like a framework."""
    if isinstance(record, User):
        return record.memberships.filter(partnership=partnership).exists()
    if hasattr(record, "history"):
        return record.partnership_pk() == partnership.pk
    return getattr(record, "partnership_id", partnership.pk) == partnership.pk


# URLs with the id of something that belongs to the person who asks, and to no partnership.
OF_THE_PERSON = {"session_end", "mfa_edit_webauthn", "mfa_remove_webauthn"}


def address_of(name, note, house, *, slug="ashshire", where=None):
    told = ADDRESSES[name].told
    if name == "account_reset_password_from_key":
        return reverse(name, kwargs={"uidb36": "1", "key": "no-key"})
    if name == "account_confirm_email":
        return reverse(name, kwargs={"key": "no-key"})
    if name in ("invitation_link", "calendar_feed"):
        return reverse(name, kwargs={"token": "no-token"})
    if "provider_id" in told:
        return reverse(name, kwargs={"provider_id": "none"})
    if name in OF_THE_PERSON:
        return reverse(name, kwargs={"pk": 1})
    if "app_label" in told:
        return reverse(name, kwargs={"app_label": "plans"})
    if re.match(r"admin:[a-z]+_[a-z]+_", name) and name != "admin:password_change_done":
        return admin_address(name, house.people.partnership)
    kwargs = {"slug": slug} if "slug" in told else {}
    if "pk" in told:
        kwargs["pk"] = record_for(name, note, where or house.mine)
    if "about" in told:
        kwargs["about"] = "timescale"
    if "key" in told:
        kwargs["key"] = "five_points"
    if "kind" in told:
        kwargs["kind"] = "csv"
    if "table" in told:
        kwargs["table"] = "actions"
    if "moment" in told:
        kwargs["moment"] = f"{TODAY}" if "groups" in name else "now"
    if "pattern" in told:
        kwargs["pattern"] = "slips"
    if "action" in told:
        kwargs["action"] = (where or house.mine)["1.1"]
    return reverse(name, kwargs=kwargs)
