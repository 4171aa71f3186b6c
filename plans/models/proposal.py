"""A proposal: someone who carries an action asks for a change to what was agreed, and says why."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.action import Action
from plans.models.lead import Lead
from plans.models.measure import SuccessMeasure, number_field
from plans.models.plan import PlanRecord, PlanRecordQuerySet
from plans.models.timescale import Precision, Rhythm, TimescaleKind, timescale_text


class ProposalQuerySet(PlanRecordQuerySet):
    def waiting(self):
        return self.filter(decision="")

    def with_names(self):
        """Fetch the related records that a list shows, in the same query."""
        return self.select_related("action", "measure", *Lead.NAMED)


class Proposal(PlanRecord):
    """What is agreed now (``from_words``), what is proposed instead, and what was decided (``agreed_words``).

    ``words`` are the proposed wording of the action or measure, the timescale, the target with its date, or the lead
    as text. The proposal itself is never edited: a decision may agree something else, which is stored beside it.
    """

    PART_OF = ("action",)
    NAME_FIELDS = ("about",)

    class About(models.TextChoices):
        TIMESCALE = "timescale", "Timescale"
        LEAD = "lead", "Lead"
        MEASURE = "measure", "Success measure"
        TARGET = "target", "Target of a measure"
        WORDING = "wording", "Wording"

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        AMENDED = "amended", "Accepted with changes"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="proposals")
    about = models.CharField(max_length=10, choices=About)
    from_words = models.TextField("from", blank=True)
    words = models.TextField("to", blank=True)
    timescale_kind = models.CharField(max_length=20, choices=TimescaleKind, blank=True)
    due_on = models.DateField("due date", null=True, blank=True)
    due_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    rhythm = models.CharField("how often", max_length=12, choices=Rhythm, blank=True)
    needs_check = models.BooleanField("date to check", default=False)
    group = models.ForeignKey(
        "subgroups.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "partnership.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField(max_length=20, choices=Lead.LeadRole, blank=True)
    beside = models.BooleanField("in addition to the current leads", default=False)
    measure = models.ForeignKey(
        SuccessMeasure, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    target = number_field(null=True, blank=True)  # to be reached by the due date, if there is one
    reason = models.TextField()
    at = models.DateTimeField("when")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name="who",
    )
    by_name = models.CharField("name at the time", max_length=200)
    # Submitting the same form twice makes one proposal.
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    decision = models.CharField(max_length=10, choices=Decision, blank=True, editable=False)
    agreed_words = models.TextField("agreed wording", blank=True, editable=False)
    note = models.TextField("note of the decision", blank=True, editable=False)
    agreed_where = models.CharField("where it was decided", max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_by_name = models.CharField(max_length=200, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "submission"], name="proposal_sent_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="proposal_decided_at_and_by",
            ),
        ]

    def __str__(self):
        return f"{self.get_about_display()} of {self.action.reference}"

    def roles_of(self, user, *, on):
        return self.action.roles_of(user, on=on)

    @property
    def is_waiting(self):
        return not self.decision

    @property
    def lead(self):
        """The proposed lead: a group, post, agency, person or words."""
        return self.group or self.post or self.agency or self.person or self.words

    @property
    def proposed(self):
        """What is proposed, as readable text."""
        if self.about == self.About.TIMESCALE:
            return timescale_text(
                kind=self.timescale_kind,
                words=self.words,
                due_on=self.due_on,
                precision=self.due_precision,
                rhythm=self.rhythm,
            )
        if self.about == self.About.LEAD:
            role = self.get_role_display().lower()
            return f"{self.lead} ({role}){', beside those who lead now' if self.beside else ''}"
        return self.words
