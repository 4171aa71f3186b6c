"""A challenge: a question to those responsible for the plan, their answers, and the difference they made."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnership.history import Change
from partnership.models import PartnershipRecord, PartnershipRecordQuerySet
from partnership.permissions import Permission, Role, roles_granted
from plans.models.action import Action
from plans.models.lead import NAMED, one_named
from plans.models.plan import Plan, readers_of_plans
from plans.models.priority import Priority
from plans.models.timescale import date_words
from plans.timescales.rules import is_overdue
from subgroups.models import Group, seats_of

TO = tuple(f"to_{name}" for name in NAMED)  # who is asked: exactly one of them is set


def readers_of_challenges(user, *, on):
    """The ids of partnerships by which a person reads challenges on the day ``on``, as ``readable`` takes them."""
    reports = user.partnership_ids(on, roles_granted(Permission.VIEW_DRAFT_REPORT))
    return {**readers_of_plans(user, on=on), "report_readers": reports}


class ChallengeQuerySet(PartnershipRecordQuerySet):
    def visible_to(self, user, *, on):
        """Only people who may read drafts see challenges about a draft."""
        return self.readable(**readers_of_challenges(user, on=on))

    def readable(self, members, readers, report_readers, lookup="in"):
        """``visible_to`` by ids of partnerships, as for plans; the last are those whose draft reports one reads."""
        among = f"partnership__{lookup}"
        plans = Plan.objects.readable(members, readers, lookup).order_by().values("pk")
        return self.filter(
            ~Q(home_kind__in=("plan", "report"))
            | Q(home_kind="plan", home_id__in=plans)
            | Q(home_kind="plan", **{among: readers})
            | Q(home_kind="report", **{among: report_readers}),
            **{among: members},
        )

    def at_address(self, *, slug, pk):
        names = ("action__plan", "priority__plan", "plan", "group", "about_change")
        return super().at_address(slug=slug, pk=pk).with_names().select_related("by", *names)

    def with_names(self):
        """Fetch the group, post, agency or person asked in the same query."""
        return self.select_related(*TO)

    def open(self):
        """Those that wait for an answer."""
        return self.filter(state=Challenge.State.OPEN)

    def overdue(self, *, on):
        """Those that wait for an answer and whose day is past, as ``Challenge.is_overdue`` says of one."""
        return self.open().filter(due_on__lt=on)

    def public(self):
        """Those that everyone in the partnership may read: not about a draft or a report."""
        drafts = Plan.objects.filter(status=Plan.Status.DRAFT).order_by().values("pk")
        return self.exclude(home_kind="report").exclude(home_kind="plan", home_id__in=drafts)


class ChallengeRecord(PartnershipRecord):
    """Fields that a challenge and its responses share, so that checking who may read them loads no other record.

    ``home_kind`` and ``home_id`` are plain values, as in a Change: they remain when the subject is deleted.
    """

    home_kind = models.CharField(max_length=60, editable=False)
    home_id = models.BigIntegerField(null=True, editable=False)
    at = models.DateTimeField("when")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="who"
    )
    by_name = models.CharField("name at the time", max_length=200)
    # Submitting the same form twice stores one record.
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def history_home(self):
        return self.home_kind, self.home_id


class Challenge(ChallengeRecord):
    """The question, its subject, who is asked, and by when. The question itself is never edited.

    ``state`` follows from the last response; the service that records a response writes it.
    """

    NAME_FIELDS = ("about_words",)

    class About(models.TextChoices):
        ACTION = "action", "Action"
        PRIORITY = "priority", "Priority"
        PLAN = "plan", "Plan"
        GROUP = "group", "Group"
        CHANGE = "change", "Change"

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        ACCEPTED = "accepted", "Answer accepted"
        CLOSED = "closed", "Closed"

    TO = TO

    about = models.CharField(max_length=10, choices=About)
    about_words = models.CharField("about", max_length=400)
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="challenges"
    )
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.SET_NULL, related_name="challenges"
    )
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="challenges"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="challenges"
    )
    # Not named “change”: its history rows have a field of that name.
    about_change = models.ForeignKey(
        Change, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    to_group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_post = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_agency = models.ForeignKey(
        "partnership.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name="person asked",
    )
    question = models.TextField()
    due_on = models.DateField("answer by")
    state = models.CharField(
        max_length=10, choices=State, default=State.OPEN, editable=False, db_index=True
    )
    said_at = models.DateTimeField("last reply", editable=False)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "submission"], name="challenge_sent_once"
            ),
            models.CheckConstraint(
                condition=one_named(TO),
                name="challenge_to_exactly_one",
                violation_error_message="Choose one group, post, agency or person.",
            ),
        ]

    def __str__(self):
        return self.about_words

    @property
    def to(self):
        """The group, post, agency or person that is asked."""
        return self.to_group or self.to_post or self.to_agency or self.to_person

    @property
    def who(self):
        """(kind, id) of the group, post, agency or person that is asked."""
        kind = next(name for name in self.TO if getattr(self, f"{name}_id"))
        return kind.removeprefix("to_"), getattr(self, f"{kind}_id")

    @property
    def subject(self):
        """The record it is about; None if that has been deleted since."""
        return self.about_change if self.about == self.About.CHANGE else getattr(self, self.about)

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_closed(self):
        return self.state == self.State.CLOSED

    def is_overdue(self, *, on):
        return is_overdue(self.due_on, is_open=self.is_open, on=on)

    def asker_has_left(self, *, on):
        """Whether the person who asked is no longer a member of the partnership on the day ``on``."""
        return not self.partnership.membership_set.running(on).filter(user=self.by_id).exists()

    def is_asked(self, user, *, on):
        """Whether ``user`` is asked, chairs the group, holds the post or represents the agency that is."""
        kind, pk = self.who
        if kind == "group":
            seats = seats_of(user, on=on)
            return any(seat.group_id == pk and seat.gives == Role.CHAIR for seat in seats)
        if kind == "post":
            return self.to_post.holder_id == user.pk
        if kind == "person":
            return pk == user.pk
        standing = user.current_memberships(on)
        return any(m.agency_id == pk for m in standing if m.partnership_id == self.partnership_id)

    def roles_of(self, user, *, on):
        """Roles in the partnership; the asker's role, or their stand-in's; and the role of those who are asked."""
        roles = super().roles_of(user, on=on)
        stands_in = Role.SCRUTINEER in roles and self.by_id != user.pk
        if self.by_id == user.pk or (stands_in and self.asker_has_left(on=on)):
            roles = roles | {Role.CHALLENGER}
        return roles | {Role.ADDRESSEE} if self.is_asked(user, on=on) else roles


class ChallengeResponse(ChallengeRecord):
    """One turn of the conversation. Append-only; the next one never replaces it."""

    NAME_FIELDS = ("kind", "at")

    class Kind(models.TextChoices):
        ANSWERED = "answered", "Answered"
        ASKED_AGAIN = "asked_again", "Asked again"
        ACCEPTED = "accepted", "Answer accepted"
        CLOSED = "closed", "Closed"

    LEADS_TO = {
        Kind.ANSWERED: Challenge.State.ANSWERED,
        Kind.ASKED_AGAIN: Challenge.State.OPEN,
        Kind.ACCEPTED: Challenge.State.ACCEPTED,
        Kind.CLOSED: Challenge.State.CLOSED,
    }

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.TextField(blank=True)
    due_on = models.DateField("answer by", null=True, blank=True)
    in_place_of = models.CharField(
        max_length=200, blank=True, help_text="The person they acted for, if any."
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "submission"], name="challenge_response_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="accepted") | ~Q(words=""),
                name="challenge_response_says_something",
                violation_error_message="Enter your answer.",
            ),
            models.CheckConstraint(
                condition=Q(kind="asked_again", due_on__isnull=False)
                | ~Q(kind="asked_again") & Q(due_on=None),
                name="challenge_asked_again_by_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {date_words(timezone.localdate(self.at))}"


def state_after(responses):
    """The state of a challenge after these responses (in order)."""
    last = responses[-1] if responses else None
    return ChallengeResponse.LEADS_TO[last.kind] if last else Challenge.State.OPEN
