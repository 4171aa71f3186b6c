"""Success measures (how we will know it made a difference) and their evidence."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from plans.measures.numbers import DECIMALS, DIGITS, amount_words, check_number, tidy_unit
from plans.measures.rules import DOWN, KEEP, UP
from plans.models.action import Action
from plans.models.plan import PlanRecord, PlanRecordQuerySet
from plans.models.priority import Objective, Priority
from plans.models.timescale import Precision, date_words


def dated(name):
    """The condition that a date has its precision, and no precision is without a date."""
    on, precision = f"{name}_on" if name else "on", f"{name}_precision" if name else "precision"
    return Q(**{on: None, precision: ""}) | Q(**{f"{on}__isnull": False}) & ~Q(**{precision: ""})


def dated_words(number, unit, preposition, on, precision):
    """“90% by March 2027”, “55% on 1 March 2025”, “90%”; "" for no number."""
    if number is None or on is None:
        return "" if number is None else amount_words(number, unit)
    if preposition == "in" and precision == Precision.DAY:
        preposition = "on"
    return f"{amount_words(number, unit)} {preposition} {date_words(on, precision)}"


def number_field(**options):
    """The field of a value, baseline or target; ``plans.measures.numbers`` says which numbers it can hold."""
    return models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, **options)


class SuccessMeasureQuerySet(PlanRecordQuerySet):
    def at_address(self, *, slug, pk):
        """With what its pages ask of what it is for."""
        found = super().at_address(slug=slug, pk=pk)
        return found.select_related("action__priority", "priority", "objective")


class SuccessMeasure(PlanRecord):
    """How we will know. A placeholder marks where the plan prints only “TBC”; it is not counted.

    One that counts something has a unit: only then it has a baseline, a target and values.
    """

    PART_OF = ("action", "priority", "objective")
    NAME_FIELDS = ("wording",)

    class Wanted(models.TextChoices):
        UP = UP, "Up: more is better"
        DOWN = DOWN, "Down: less is better"
        KEEP = KEEP, "Stay at the target"

    class ForWhom(models.TextChoices):
        CHILDREN = "children", "Children, adults and families"
        PROFESSIONALS = "professionals", "Professionals"
        SYSTEM = "system", "The system"

    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    position = models.PositiveSmallIntegerField(default=0)
    wording = models.TextField()
    first_wording = models.TextField("wording first agreed", blank=True, editable=False)
    is_placeholder = models.BooleanField("still to be agreed", default=False)
    outcome = models.TextField(
        blank=True, help_text="What should be different in the end, which this measure shows."
    )
    for_whom = models.CharField("for whom", max_length=20, choices=ForWhom, blank=True)
    unit = models.CharField(
        "counted in",
        max_length=40,
        blank=True,
        help_text="For a measure that counts something: %, days, people. Leave blank for words only.",
    )
    wanted = models.CharField("direction wanted", max_length=10, choices=Wanted, blank=True)
    baseline = number_field(null=True, blank=True)
    baseline_on = models.DateField("date of the baseline", null=True, blank=True)
    baseline_precision = models.CharField(
        "precision of the date of the baseline", max_length=10, choices=Precision, blank=True
    )
    target = number_field(null=True, blank=True)
    target_on = models.DateField("date of the target", null=True, blank=True)
    target_precision = models.CharField(
        "precision of the date of the target", max_length=10, choices=Precision, blank=True
    )
    counts_people = models.BooleanField(
        "counting people",
        default=False,
        help_text="Small numbers are then marked, and not printed where the plan is published.",
    )

    objects = SuccessMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(unit="") | Q(baseline=None, target=None),
                name="measure_with_numbers_has_a_unit",
                violation_error_message="Enter what the measure is counted in, such as % or days.",
            ),
            models.CheckConstraint(
                condition=(Q(baseline_on=None) | Q(baseline__isnull=False))
                & (Q(target_on=None) | Q(target__isnull=False)),
                name="measure_dates_have_numbers",
                violation_error_message="A date needs its baseline or its target.",
            ),
            models.CheckConstraint(
                condition=dated("baseline") & dated("target"),
                name="measure_dates_have_a_precision",
                violation_error_message="A date needs its precision: a day or a month.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(action__isnull=False, priority=None, objective=None)
                    | Q(action=None, priority__isnull=False, objective=None)
                    | Q(action=None, priority=None, objective__isnull=False)
                ),
                name="measure_of_one_thing",
                violation_error_message="A measure belongs to one action, priority or objective.",
            ),
        ]

    def __str__(self):
        return self.wording

    @property
    def baseline_words(self):
        """“55% in March 2025”; "" without a baseline."""
        return dated_words(
            self.baseline, self.unit, "in", self.baseline_on, self.baseline_precision
        )

    @property
    def target_words(self):
        """“90% by March 2027”; "" without a target."""
        return dated_words(self.target, self.unit, "by", self.target_on, self.target_precision)

    @property
    def summary(self):
        """The wording, and below it the baseline and the target."""
        numbers = ("baseline", self.baseline_words), ("target", self.target_words)
        return "\n".join([self.wording, *(f"{name} {words}" for name, words in numbers if words)])

    @property
    def is_counted(self):
        """Whether values can be recorded for it."""
        return self.unit != ""

    def clean(self):
        self.unit = tidy_unit(self.unit)
        errors = {}
        for name, words in (("target", "target"), ("baseline", "baseline")):
            number, on = getattr(self, name), getattr(self, f"{name}_on")
            if number is None and on is not None:
                errors[name] = f"Enter the {words} for this date, or clear the date."
            elif number is not None and not self.unit:
                errors["unit"] = (
                    f"Enter what the {words} is counted in, such as % or days, or clear the {words}."
                )
            elif number is not None:
                try:
                    check_number(number, self.unit)
                except ValidationError as refusal:
                    errors[name] = refusal
        if errors:
            raise ValidationError(errors)

    def roles_of(self, user, *, on):
        """Roles for its action; for a measure of a priority, those of who leads the priority."""
        if self.action_id:
            return self.action.roles_of(user, on=on)
        if self.priority_id:  # as an action that takes its leads from the priority
            return Action(plan=self.plan, priority=self.priority).roles_of(user, on=on)
        return super().roles_of(user, on=on)


class Evidence(PlanRecord):
    """A finding: which measure it is for, which of the three questions it answers, and its source.

    The three questions are Greenwich's (arrangements of 2019, “Structure”).
    """

    PART_OF = ("action",)
    NAME_FIELDS = ("text",)

    class Question(models.TextChoices):
        HOW_MUCH = "how_much", "How much did we do?"
        HOW_WELL = "how_well", "How well did we do it?"
        DIFFERENCE = "difference", "What difference has it made?"

    class Source(models.TextChoices):
        AUDIT = "audit", "Audit"
        SURVEY = "survey", "Survey"
        DATA = "data", "Data"
        TRAINING_EVALUATION = "training_evaluation", "Training evaluation"
        VOICE = "voice", "Voice of children, adults and families"
        INSPECTION = "inspection", "Inspection"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    measure = models.ForeignKey(
        SuccessMeasure, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence"
    )
    update = models.ForeignKey(
        "plans.ProgressUpdate",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="evidence",
        editable=False,
    )
    question = models.CharField(max_length=20, choices=Question)
    source = models.CharField(max_length=20, choices=Source)
    found_on = models.DateField("date")
    text = models.TextField("what was found")
    link = models.URLField("link", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # Submitting the same form twice adds one piece; null for evidence added with an update.
    submission = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["found_on", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["action", "submission"], name="evidence_sent_once")
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def its_file(self):
        """The EvidenceFile attached to it, or None."""
        return getattr(self, "file", None)
