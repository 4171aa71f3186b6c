"""Replays what has happened in an invented partnership through the services, so that its history is realistic."""

from django.utils import timezone

from partnership.history import recording, revise
from partnership.models import Membership, Partnership, Seal
from partnership.permissions import Role
from partnership.redactions.find import Passage, find_places
from partnership.services.redaction import redact
from partnership.services.seal import make_seal
from partnership.services.settings import change_ratings
from plans.actions.proposals import stands_now
from plans.measures.numbers import read_figure
from plans.models import Action, Column
from plans.services.action import remove_action, revise_action
from plans.services.challenge import (
    accept_answer,
    answer_challenge,
    ask_again,
    close_challenge,
    raise_challenge,
)
from plans.services.lead import set_leads
from plans.services.leaving import end_membership
from plans.services.measure import revise_measure
from plans.services.measure_value import correct_value, record_value
from plans.services.milestone import change_milestone, remove_milestone
from plans.services.period import freeze_period, open_period
from plans.services.progress import record_no_change, record_update
from plans.services.proposal import (
    accept_proposal,
    decline_proposal,
    propose,
    withdraw_proposal,
)
from plans.services.reporting_point import miss_report, receive_report
from plans.services.returns import question_return, submit_return
from plans.services.structure import add_part
from plans.services.succession import Kept, NewAction, merge_actions, split_action
from plans.services.timescale import change_timescale
from reports.demonstration.files import make_file
from subgroups.services.invitation import accept_invitation, invite


class Story:
    """Replays the events of a fixture, each as its person, on its day, a few minutes after the one before."""

    def __init__(self, builder):
        self.builder, self.cast, self.calendar = builder, builder.cast, builder.calendar
        self.challenges = {}  # by their keys in the events

    def tell(self, events):
        day, minute = None, 0
        for event in events:
            minute = minute + 4 if event["day"] == day else 0
            day = event["day"]
            self.by = self.cast.people[event["by"]]
            self.at = self.calendar.moment(day, minute)
            getattr(self, event["do"])(event)

    def action(self, event):
        return Action.objects.select_related("plan__partnership", "priority", "last_update").get(
            plan=self.builder.plan, reference=event["action"]
        )

    def measure(self, action, number):
        return list(action.measures.all())[number - 1] if number else None

    def agree_plan(self, event):
        self.builder.agree(where=event["agreed_where"], reason=event["reason"], at=self.at)

    def record_update(self, event):
        action = self.action(event)
        evidence = [
            {
                **item,
                "measure": self.measure(action, item["measure"]),
                "found_on": timezone.localdate(self.at),
                "figure": self.figure(action, item),
                "file": make_file(item["file"]) if "file" in item else None,
            }
            for item in event["evidence"]
        ]
        words = {name: event[name] for name in ("comment", "next_steps", "reason")}
        words["came_instead"] = event.get("came_instead", "")
        record_update(
            action, by=self.by, at=self.at, rating=event["rating"], evidence=evidence, **words
        )

    def figure(self, action, item):
        """The Figure that a piece of evidence gives for its measure; None if it gives none."""
        measure = self.measure(action, item["measure"])
        return read_figure(item["figure"], measure.unit) if "figure" in item else None

    def record_value(self, event):
        """Record a value of a measure for the month of the event."""
        measure = self.measure(self.action(event), event["measure"])
        record_value(
            measure,
            by=self.by,
            at=self.at,
            figure=read_figure(event["figure"], measure.unit),
            on=timezone.localdate(self.at),
            source=event["source"],
        )

    def correct_value(self, event):
        """Correct the value of a measure that was recorded last."""
        measure = self.measure(self.action(event), event["measure"])
        value = measure.values.latest("at")
        correct_value(
            value,
            by=self.by,
            at=self.at,
            reason=event["reason"],
            figure=read_figure(event["figure"], measure.unit),
            on=value.on,
            precision=value.precision,
            source=value.source,
        )

    def alter_update(self, event):
        """Edit an earlier update, as the admin allows."""
        revise(self.action(event).last_update, by=self.by, at=self.at, comment=event["comment"])

    def record_no_change(self, event):
        record_no_change(self.action(event), by=self.by, at=self.at)

    def change_timescale(self, event):
        change_timescale(
            self.action(event),
            by=self.by,
            at=self.at,
            reason=event["reason"],
            agreed_where=event["agreed_where"],
            **self.builder.timescale(event["to"]),
        )

    def propose(self, event):
        action = self.action(event)
        propose(
            action,
            by=self.by,
            at=self.at,
            about=event["about"],
            reason=event["reason"],
            **self.proposed(action, event),
        )

    def proposed(self, action, event):
        """The value that an event proposes, or agrees instead."""
        if "to" in event:
            return self.builder.timescale(event["to"])
        if "lead" in event:
            return self.cast.lead(event["lead"]) | {"beside": event["beside"]}
        values = {"words": event["words"]} if "words" in event else {}
        if "measure" in event:
            values["measure"] = self.measure(action, event["measure"])
        return values

    def proposal(self, event):
        return self.action(event).proposals.waiting().get(about=event["about"])

    def accept_proposal(self, event):
        proposal = self.proposal(event)
        stands = stands_now(proposal.action, proposal.about, proposal.measure)
        accept_proposal(
            proposal,
            by=self.by,
            at=self.at,
            stands=stands,
            note=event["note"],
            agreed_where=event["agreed_where"],
            **self.proposed(proposal.action, event),
        )

    def decline_proposal(self, event):
        said = {name: event[name] for name in ("note", "agreed_where")}
        decline_proposal(self.proposal(event), by=self.by, at=self.at, **said)

    def withdraw_proposal(self, event):
        withdraw_proposal(self.proposal(event), by=self.by, at=self.at, note=event["note"])

    def raise_challenge(self, event):
        ((about, name),) = event["about"].items()
        subject = {"change": self.change, "action": self.action}[about]({about: name})
        ((_, to),) = event["to"].items()
        holders = self.cast.groups | self.cast.posts | self.cast.agencies
        self.challenges[event["key"]] = raise_challenge(
            self.cast.partnership,
            by=self.by,
            at=self.at,
            about=about,
            record=subject,
            to=holders[to],
            question=event["question"],
            due_on=self.calendar.day({"days": event["answer_by"]}),
        )

    def change(self, event):
        return self.cast.partnership.changes.get(reason=event["change"])

    def take_turn(self, service, event, **values):
        challenge = self.challenges[event["key"]]
        said = {"words": event["words"], "seen": challenge.responses.count()}
        self.challenges[event["key"]] = service(challenge, by=self.by, at=self.at, **said, **values)

    def answer_challenge(self, event):
        self.take_turn(answer_challenge, event)

    def ask_again(self, event):
        due_on = self.calendar.day({"days": event["answer_by"]})
        self.take_turn(ask_again, event, due_on=due_on)

    def accept_answer(self, event):
        self.take_turn(accept_answer, event)

    def close_challenge(self, event):
        self.take_turn(close_challenge, event)

    def point(self, event):
        return list(self.action(event).reporting_points.all())[event["point"] - 1]

    def receive_report(self, event):
        on = timezone.localdate(self.at)
        receive_report(self.point(event), by=self.by, at=self.at, received_on=on)

    def change_milestone(self, event):
        point = self.point(event)
        change_milestone(
            point,
            by=self.by,
            at=self.at,
            text=point.text,
            lead=point.lead,
            timescale=self.builder.timescale(event["to"]),
            reason=event["reason"],
            agreed_where=event["agreed_where"],
        )

    def remove_milestone(self, event):
        remove_milestone(self.point(event), by=self.by, at=self.at, reason=event["reason"])

    def miss_report(self, event):
        miss_report(self.point(event), by=self.by, at=self.at)

    def revise_action(self, event):
        revise_action(
            self.action(event), by=self.by, at=self.at, reason=event["reason"], **event["changes"]
        )

    def revise_measure(self, event):
        measure = self.measure(self.action(event), event["measure"])
        revise_measure(
            measure, by=self.by, at=self.at, reason=event["reason"], wording=event["wording"]
        )

    def rename_rating(self, event):
        partnership = self.cast.partnership
        rating = partnership.ratingdefinition_set.get(kind=event["kind"])
        words = [(rating, event["label"], rating.meaning, rating.version)]
        change_ratings(partnership, by=self.by, at=self.at, words=words, reason=event["reason"])

    def change_leads(self, event):
        leads = [self.cast.lead(lead) for lead in event["leads"]]
        set_leads(self.action(event), leads, by=self.by, at=self.at, reason=event["reason"])

    def add_action(self, event):
        with recording(self.builder.plan, by=self.by, reason=event["reason"], at=self.at):
            self.builder.add(event["action"], reason=event["reason"], at=self.at)

    def remove_action(self, event):
        remove_action(self.action(event), by=self.by, at=self.at, reason=event["reason"])

    def merge_actions(self, event):
        actions = [self.action({"action": reference}) for reference in event["actions"]]
        measures = [one.pk for action in actions for one in action.measures.all()]
        merge_actions(
            actions, by=self.by, at=self.at, reason=event["reason"],
            successor=self.action({"action": event["into"]}),
            kept=Kept(measures=frozenset(measures if event["measures"] else ())),
        )  # fmt: skip

    def split_action(self, event):
        """Each part keeps the leads and date of the earlier action, and its measures and reports by number."""
        action = self.action(event)
        leads = frozenset(lead.pk for lead in action.effective_leads())
        parts = []
        for part in event["parts"]:
            measures = frozenset(self.measure(action, number).pk for number in part["measures"])
            points = frozenset(self.point(event | {"point": n}).pk for n in part["points"])
            named = {name: part[name] for name in ("reference", "title", "wording")}
            new = NewAction(**named, timescale_of=action)
            parts.append((new, Kept(leads=leads, measures=measures, points=points)))
        split_action(action, by=self.by, at=self.at, parts=parts, reason=event["reason"])

    def open_period(self, event):
        """A period without a name is named after the month of its freeze, relative to the day of loading."""
        names = ("leads_by", "chairs_by", "freezes_on")
        days = {name: self.calendar.day(event[name]) for name in names}
        name = event.get("name", f"{days['freezes_on']:%B %Y}")
        meeting = event["meeting"]
        open_period(self.builder.plan, by=self.by, at=self.at, name=name, meeting=meeting, **days)

    def add_column(self, event):
        """Add a column of the plan's own table, for a reporting period."""
        period = self.builder.plan.reportingperiod_set.get(name=event["period"])
        values = {"heading": event["heading"], "shows": event["shows"], "period": period}
        add_part(Column, self.builder.plan, by=self.by, at=self.at, **values)

    def period(self):
        return self.builder.plan.reportingperiod_set.open().get()

    def freeze_period(self, event):
        """Freeze and seal immediately: after the commit, one seal would cover all eighteen months."""
        freeze_period(self.period(), by=self.by, at=self.at, reason=event["reason"])
        told = {"by": self.by, "why": Seal.Why.FREEZE, "at": self.at, "tell": False}
        make_seal(self.cast.partnership, **told)

    def group_return(self, event):
        ((kind, name),) = event["return"].items()
        return self.period().returns.get(**{kind: self.cast.leaders(kind)[name]})

    def submit_return(self, event):
        submit_return(self.group_return(event), by=self.by, at=self.at, note=event["note"])

    def question_return(self, event):
        question = event["question"]
        question_return(self.group_return(event), by=self.by, at=self.at, question=question)

    def end_membership(self, event):
        membership = self.cast.people[event["person"]].memberships.get(
            partnership=self.cast.partnership
        )
        end_membership(membership, by=self.by, at=self.at, reason=event["reason"])

    def invite(self, event):
        seats = [(self.cast.groups[seat["group"]], seat["role"]) for seat in event["seats"]]
        invite(
            self.cast.partnership,
            by=self.by,
            at=self.at,
            name=event["name"],
            email=event["email"],
            role=event["role"],
            agency=self.cast.agencies[event["agency"]],
            seats=seats,
        )

    def redact(self, event):
        """Redact words that should not have been written, wherever they appear."""
        partnership, passage = self.cast.partnership, Passage(event["words"])
        keys = [place.key for place in find_places(partnership, passage)]
        redact(
            partnership,
            by=self.by,
            at=self.at,
            passage=passage,
            keys=keys,
            reason=event["reason"],
        )

    def join_elsewhere(self, event):
        """A person becomes a member of another partnership too, if that is loaded."""
        other = Partnership.objects.filter(slug=event["partnership"]).first()
        if other is None:
            return
        manager = Membership.objects.get(partnership=other, role=Role.BUSINESS_MANAGER).user
        names = {"name": self.by.name, "email": self.by.email, "role": event["role"]}
        invitation = invite(other, by=manager, at=self.at, **names)
        accept_invitation(invitation, by=self.by, at=self.at)
