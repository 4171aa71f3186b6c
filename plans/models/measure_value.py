"""The values of a success measure: what was counted, for which day or month, by whom and from which source."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from plans.measures.numbers import PERCENT, Figure, check_figure, figure_words
from plans.models.action import Action
from plans.models.measure import Evidence, SuccessMeasure, number_field
from plans.models.plan import PlanRecord, PlanRecordQuerySet
from plans.models.priority import Objective, Priority
from plans.models.timescale import Precision, date_words


class MeasureValueQuerySet(PlanRecordQuerySet):
    def at_address(self, *, slug, pk):
        """With what its pages ask of its measure."""
        found = super().at_address(slug=slug, pk=pk)
        return found.select_related("measure__action", "measure__priority", "measure__objective")


def _owner(model):
    return models.ForeignKey(
        model, null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )


class MeasureValue(PlanRecord):
    """One value. A percentage may say of how many. For a month, ``on`` is the first day of the month.

    It has the action, priority or objective of its measure too, so that it is found among the changes of that.
    """

    OWNERS = ("action", "priority", "objective")
    PART_OF = (*OWNERS, "measure")
    NAME_FIELDS = ("value", "numerator", "denominator", "on", "precision")

    action = _owner(Action)
    priority = _owner(Priority)
    objective = _owner(Objective)
    measure = models.ForeignKey(SuccessMeasure, on_delete=models.CASCADE, related_name="values")
    value = number_field()
    numerator = models.PositiveIntegerField("how many", null=True, blank=True)
    denominator = models.PositiveIntegerField("of how many", null=True, blank=True)
    on = models.DateField("date", help_text="Of a month, its first day.")
    precision = models.CharField(
        "precision of the date", max_length=10, choices=Precision, default=Precision.MONTH
    )
    source = models.CharField(max_length=200, blank=True)
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.SET_NULL, related_name="values"
    )
    update = models.ForeignKey(
        "plans.ProgressUpdate",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="values",
        editable=False,
    )
    at = models.DateTimeField("recorded", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    by_name = models.CharField("name at the time", max_length=200, editable=False)
    # Submitting the same form twice records one value; null for those recorded with an update.
    submission = models.UUIDField(null=True, blank=True, editable=False)

    objects = MeasureValueQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = "value of a measure"
        verbose_name_plural = "values of measures"
        constraints = [
            models.UniqueConstraint(fields=["measure", "submission"], name="value_sent_once"),
            models.UniqueConstraint(
                fields=["measure", "on", "precision"],
                name="value_once_a_date",
                violation_error_message="There is already a value for this date. Correct that one instead.",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None, numerator=None)
                | Q(denominator__gt=0) & (Q(numerator=None) | Q(numerator__lte=F("denominator"))),
                name="value_is_part_of_a_whole",
                violation_error_message="The first number cannot be more than the number it is of, which cannot be 0.",
            ),
        ]

    def __str__(self):
        return f"{self.words} for {self.date}"

    @property
    def figure(self):
        return Figure(self.value, self.numerator, self.denominator)

    @property
    def words(self):
        """“89% (66 of 74)”."""
        return figure_words(self.figure, self.measure.unit)

    @property
    def about(self):
        """“89% (66 of 74) for September 2026: More plans are good.”"""
        return f"{self}: {self.measure.wording}"

    @property
    def date(self):
        """“September 2026”."""
        return date_words(self.on, self.precision)

    def save(self, *args, **kwargs):
        if self._state.adding:
            for name in self.OWNERS:
                setattr(self, f"{name}_id", getattr(self.measure, f"{name}_id"))
        super().save(*args, **kwargs)

    def clean(self):
        if self.precision == Precision.MONTH and self.on is not None:
            self.on = self.on.replace(day=1)
        if self.value is None or self.measure_id is None:
            return
        measure = self.measure
        if not measure.is_counted:
            raise ValidationError(
                {"value": "This measure has no unit yet. Say what it is counted in first."}
            )
        is_share = self.numerator is not None or self.denominator is not None
        if is_share and (measure.unit != PERCENT or self.denominator is None):
            raise ValidationError(
                {"numerator": "Only a percentage says how many of how many: enter both numbers."}
            )
        try:
            check_figure(self.figure, measure.unit)
        except ValidationError as refusal:
            raise ValidationError({"value": refusal}) from refusal
        self._check_people(measure)

    def _check_people(self, measure):
        is_number = measure.counts_people and measure.unit != PERCENT
        if is_number and (self.value < 0 or self.value != self.value.to_integral_value()):
            raise ValidationError({"value": "A number of people is a whole number, like 12."})

    def roles_of(self, user, *, on):
        return self.measure.roles_of(user, on=on)
