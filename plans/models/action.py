"""An action: what someone will do, and how it is going now."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from partnership.models import RatingKey, RatingKind
from partnership.permissions import Role
from partnership.rating_kinds import NOT_RUNNING
from partnership.statements import Given, Statement
from plans.leads.rules import has_own_leads
from plans.models.driver import Driver
from plans.models.plan import Plan, PlanRecord, PlanRecordQuerySet, Theme
from plans.models.priority import Objective, Priority
from plans.models.timescale import HasTimescale, Precision, start_text
from plans.timescales.rules import has_own_timescale, is_overdue
from subgroups.models import seats_of

STARTS_LATE = "An action cannot start after it is due. Change its start or its due date."
OWN_PRIORITY = "This is the action's own priority. Choose another one here, or none."


class ActionQuerySet(PlanRecordQuerySet):
    def at_address(self, *, slug, pk):
        """With what every page of an action asks of it."""
        return super().at_address(slug=slug, pk=pk).select_related("priority", "last_update")

    def of_open_plans(self, partnership):
        """Those of plans that are not closed."""
        return self.filter(plan__partnership=partnership).exclude(plan__status=Plan.Status.CLOSED)

    def count_by_rating(self):
        """Key of a rating → number of actions."""
        return dict(self.order_by().values_list("rating").annotate(models.Count("pk")))


class Action(HasTimescale, PlanRecord):
    """One action of a plan.

    ``rating`` (the key of one of the partnership's), ``rating_kind``, ``rated_at`` and ``last_update`` are its current
    state. Only the service that records an
    update writes them; the updates themselves are the record.
    """

    PART_OF = ("priority",)
    NAME_FIELDS = ("reference", "title")

    class Importance(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    reference = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0, help_text="Order in the printed plan.")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    title = models.CharField("short title", max_length=200)
    wording = models.TextField()
    first_wording = models.TextField("wording first agreed", blank=True, editable=False)
    importance = models.CharField(max_length=10, choices=Importance, blank=True)
    starts_words = models.CharField(
        "not to start before, as written",
        max_length=200,
        blank=True,
        help_text="Such as a month, or what has to happen first.",
    )
    starts_on = models.DateField(
        "not to start before",
        null=True,
        blank=True,
        help_text="The first day on which it may start. It is never overdue before that.",
    )
    starts_precision = models.CharField(
        "precision of the start", max_length=10, choices=Precision, blank=True
    )
    further_actions = models.TextField("further actions identified", blank=True)
    resources = models.TextField(blank=True, help_text="Such as budget, staff or training.")
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_by",
        verbose_name="follows on from",
    )
    carried_from = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="carried_to",
        verbose_name="carried on from",
        editable=False,
    )
    leads_words = models.TextField("leads as written", blank=True, help_text="One on each line.")
    note = models.TextField("footnote in the printed table", blank=True)

    rating = RatingKey(default=RatingKind.NOT_RATED, editable=False)
    rating_kind = models.CharField(
        "kind of rating",
        max_length=10,
        choices=RatingKind,
        default=RatingKind.NOT_RATED,
        editable=False,
    )
    rated_at = models.DateTimeField(null=True, editable=False)
    previous_rating = RatingKey(blank=True, editable=False)
    last_update = models.ForeignKey(
        "plans.ProgressUpdate",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = ActionQuerySet.as_manager()

    class Meta(HasTimescale.Meta):
        ordering = ["position", "pk"]
        constraints = [
            *HasTimescale.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "reference"],
                name="action_reference_once",
                violation_error_message="The plan already has an action with this reference.",
            ),
            models.CheckConstraint(
                condition=Q(rating_kind="not_rated", rated_at=None)
                | ~Q(rating_kind="not_rated") & Q(rated_at__isnull=False),
                name="action_rated_when",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None, starts_precision="")
                | Q(starts_on__isnull=False) & ~Q(starts_precision=""),
                name="action_start_has_a_precision",
                violation_error_message="A start needs its precision: a day or a month.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(starts_on__lte=F("due_on")),
                name="action_starts_before_it_is_due",
                violation_error_message=STARTS_LATE,
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def clean(self):
        """Its own priority is none of its others: a service removes that link first, the admin has to."""
        super().clean()
        if self.starts_on and self.starts_precision == Precision.MONTH:
            self.starts_on = self.starts_on.replace(day=1)
        if self.starts_on and self.due_on and self.starts_on > self.due_on:
            raise ValidationError({"starts_on": STARTS_LATE})
        others = self.priority_links.filter(priority=self.priority_id) if self.pk else None
        if self.priority_id and others and others.exists():
            sentence = (
                "The action is already named under this priority. Remove it from there first."
            )
            raise ValidationError({"priority": sentence})

    @property
    def is_complete(self):
        return self.rating_kind == RatingKind.COMPLETE

    @property
    def is_running(self):
        """Whether it is being done, so that it may be late."""
        return self.rating_kind not in NOT_RUNNING

    @property
    def timescale_owner(self):
        """The record whose timescale applies: this action, or its priority if the action has none."""
        own = has_own_timescale(self.timescale_kind, self.timescale_words, self.due_on)
        return self if own or self.priority_id is None else self.priority

    @property
    def effective_due_on(self):
        return self.timescale_owner.due_on

    @property
    def start(self):
        """What it is not to start before, as written; "" if the plan does not say."""
        return start_text(self.starts_words, self.starts_on, self.starts_precision)

    def is_overdue(self, *, on):
        due, start = self.effective_due_on, self.starts_on
        return is_overdue(due, is_open=self.is_running, on=on, starts_on=start)

    def effective_leads(self):
        """The leads that apply: its own, or its priority's if the action names none."""
        own, shared = self._own_and_shared(_LEADS)
        is_named = has_own_leads(own, self.leads_words) or self.priority_id is None
        return own if is_named else shared

    def effective_measures(self):
        """Its own success measures, or its priority's if it has none."""
        own, shared = self._own_and_shared(_MEASURES)
        return own or shared

    def _own_and_shared(self, statement):
        """The records of the action, and those of its priority, as two lists: one query."""
        found = statement.records(action=self.pk, priority=self.priority_id)
        own = [record for record in found if record.action_id is not None]
        for record in own:
            record.action = self
        return own, [record for record in found if record.action_id is None]

    def roles_of(self, user, *, on):
        """Roles in the partnership, and for this action as a lead, or through what leads it."""
        roles = super().roles_of(user, on=on)
        leading = [lead for lead in self.effective_leads() if lead.leads]
        chaired = {seat.group_id for seat in seats_of(user, on=on) if seat.gives == Role.CHAIR}
        agencies = {
            m.agency_id
            for m in user.current_memberships(on)
            if m.partnership_id == self.plan.partnership_id
        }
        if any(lead.group_id in chaired for lead in leading if lead.group_id):
            roles = roles | {Role.CHAIR}
        if any(
            (lead.post_id and lead.post.holder_id == user.pk)
            or (lead.agency_id and lead.agency_id in agencies)
            or lead.person_id == user.pk
            for lead in leading
        ):
            roles = roles | {Role.LEAD}
        return roles


def _of_action_or_priority(relation, *joined):
    """The Statement of the records that an action has under the name ``relation``, and its priority likewise."""

    def make():
        records = Action._meta.get_field(relation).related_model.objects
        found = records.filter(Q(action=Given("action")) | Q(priority=Given("priority")))
        return found.select_related(*joined) if joined else found

    return Statement(make)


_LEADS = _of_action_or_priority("leads", "group", "post", "agency", "person")
_MEASURES = _of_action_or_priority("measures")


class ActionDriver(PlanRecord):
    """One reason for one action. A record of its own, so that history tracks it."""

    PART_OF = ("action",)
    NAME_FIELDS = ("driver",)
    LINKS_TO = "driver"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="driver_links")
    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="action_links")

    class Meta:
        ordering = ["pk"]
        verbose_name = "driver of an action"
        verbose_name_plural = "drivers of actions"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "driver"],
                name="driver_once_an_action",
                violation_error_message="The action already has this driver.",
            )
        ]

    def __str__(self):
        return f"{self.driver}"


class ActionTheme(PlanRecord):
    """One theme of one action. A record of its own, so that history tracks it."""

    PART_OF = ("action",)
    NAME_FIELDS = ("theme",)
    LINKS_TO = "theme"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="action_links")

    class Meta:
        ordering = ["pk"]
        verbose_name = "theme of an action"
        verbose_name_plural = "themes of actions"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "theme"],
                name="theme_once_an_action",
                violation_error_message="The action already has this theme.",
            )
        ]

    def __str__(self):
        return f"{self.theme}"


class ActionPriority(PlanRecord):
    """One more priority under which an action is named; it is printed and counted under its own alone."""

    PART_OF = ("action",)
    NAME_FIELDS = ("priority",)
    LINKS_TO = "priority"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="priority_links")
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="action_links")

    class Meta:
        ordering = ["pk"]
        verbose_name = "other priority of an action"
        verbose_name_plural = "other priorities of actions"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "priority"],
                name="other_priority_once_an_action",
                violation_error_message="The action is already named under this priority.",
            )
        ]

    def __str__(self):
        return f"{self.priority}"

    def clean(self):
        if self.action_id and self.action.priority_id == self.priority_id:
            raise ValidationError({"priority": OWN_PRIORITY})
