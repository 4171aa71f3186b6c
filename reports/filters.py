"""The filter of changes: by whom, when, what kind of record, which record and which field. Kept in the address."""

from datetime import timedelta

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.text import capfirst

from partnership.forms import DayMonthYearField, FilterForm
from partnership.history import Change
from partnership.models import User
from plans.models import Action
from plans.models.timescale import date_words
from reports.changes.feed import changes_of, start_of
from reports.changes.kinds import KINDS, LABELS, kind_of
from reports.changes.reading import tracked
from reports.marks import find_marks
from reports.quiet import RULES

ANY_RULE = "any"
QUIET = [(ANY_RULE, "Quiet changes only"), ("By rule", [(r.key, r.label) for r in RULES])]


class DayFilter(django_filters.Filter):
    field_class = DayMonthYearField


def people(request):
    """Those who belong to the partnership, or did."""
    return User.objects.filter(memberships__partnership=request.partnership).distinct()


def kinds():
    """Every tracked kind of record, by its label; what people look for most stands first."""
    models = [model for model in KINDS if model in tracked()]
    models += [model for model in tracked() if model not in KINDS]
    return [(model._meta.label_lower, capfirst(model._meta.verbose_name)) for model in models]


def fields():
    """The fields a reader may look for, by the kind of record they belong to."""
    by_label = {model._meta.label_lower: model for model in tracked()}
    groups = []
    for label, name in kinds():
        model = by_label[label]
        choices = [(f"{label}.{field.name}", _field_name(field)) for field in _told(model)]
        if choices:
            groups.append((name, choices))
    return groups


def _told(model):
    """The fields whose change is told by their own name."""
    kind = kind_of(model)
    hidden = kind.hides | {*kind.part_of, "plan", "partnership", "history", model._meta.pk.name}
    hidden = hidden | {"due_precision", "timescale_kind"}
    names = {field.name for field in tracked()[model].tracked_fields}
    return [f for f in model._meta.concrete_fields if f.name in names - hidden]


def _field_name(field):
    return capfirst(LABELS.get(field.name) or str(field.verbose_name))


class ChangeFilter(django_filters.FilterSet):
    """Every value comes from an address, so it may be anything; what means nothing is refused with a sentence."""

    person = django_filters.ModelChoiceFilter(
        queryset=people, field_name="by", label="Who", empty_label="Anybody"
    )
    kind = django_filters.ChoiceFilter(
        choices=kinds, method="leave", label="Kind of record", empty_label="Any kind"
    )
    record = django_filters.CharFilter(
        method="leave", label="Which one", help_text="The number of an action, such as 1.3"
    )
    field = django_filters.ChoiceFilter(
        choices=fields, method="leave", label="What was altered", empty_label="Anything"
    )
    quiet = django_filters.ChoiceFilter(
        choices=QUIET, method="leave", label="Quiet changes", empty_label="All changes"
    )
    since = DayFilter(method="from_day", label="From")
    until = DayFilter(method="to_day", label="To")

    class Meta:
        model = Change
        fields = ()
        form = FilterForm

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader

    def filter_queryset(self, queryset):
        changes = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        label, _, field = (asked.get("field") or "").rpartition(".")
        model = _model(label or asked.get("kind"))
        if record := asked.get("record"):
            changes = self._of_record(changes, model, record, field)
        elif model is not None:
            changes = changes.filter(_wrote(model, field))
        return self._quiet(changes, asked["quiet"]) if asked.get("quiet") else changes

    def from_day(self, changes, name, day):
        return changes.filter(at__gte=start_of(day))

    def to_day(self, changes, name, day):
        return changes.filter(at__lt=start_of(day + timedelta(days=1)))

    def _quiet(self, changes, rule):
        marks = find_marks(changes.order_by().values("pk"), plans=self.reader.plans)
        found = {mark.change_id for mark in marks if rule in (ANY_RULE, mark.rule.key)}
        return changes.filter(pk__in=found)

    def leave(self, changes, name, value):
        """What is meant together is looked for together, in ``filter_queryset``."""
        return changes

    def _of_record(self, changes, model, record, field):
        whole, pks = model or Action, []
        if whole is Action or not record.isdecimal():
            whole, pks = Action, self._actions(record)
        if not pks and record.isascii() and record.isdecimal() and len(record) < 19:
            whole, pks = model or Action, [int(record)]
        changes = changes.filter(pk__in=changes_of(self.reader, whole, pks).values("pk"))
        if model in (None, whole):
            return changes.filter(_wrote(whole, field, pks)) if field else changes
        return changes.filter(_wrote(model, field))

    def _actions(self, reference):
        """Ids of the partnership's actions that have, or had, this reference."""
        rows = tracked()[Action].objects.filter(
            plan_id__in=self.reader.partnership.plan_set.values("pk"), reference__iexact=reference
        )
        return list(rows.order_by().values_list("id", flat=True).distinct())

    def active(self):
        """What is asked for, as (parts of the address, label and chosen words), to show as removable tags."""
        if not self.form.is_bound:
            return []
        self.form.is_valid()
        return [
            (
                self._address_parts(name),
                f"{self.form.fields[name].label}: {self._words(name, value)}",
            )
            for name, value in self.form.cleaned_data.items()
            if value
        ]

    def _address_parts(self, name):
        parts = getattr(self.form.fields[name], "part_names", None)
        return [f"{name}_{part}" for part in parts] if parts else [name]

    def _words(self, name, value):
        if name in ("since", "until"):
            return date_words(value)
        if name == "kind":
            return dict(kinds())[value]
        if name == "quiet":
            return next((r.label for r in RULES if r.key == value), "Quiet changes only")
        if name == "field":
            return next(f"{words} ({kind.lower()})" for kind, choices in fields()
                        for key, words in choices if key == value)  # fmt: skip
        return str(value)


def _model(label):
    return next((model for model in tracked() if model._meta.label_lower == label), None)


def _wrote(model, field="", pks=None):
    """Whether a change wrote to a record of ``model`` (one of ``pks``), altering ``field`` if one is named."""
    rows = tracked()[model].objects.filter(change=OuterRef("pk"))
    if field:
        rows = rows.filter(altered__contains=f" {field} ")
    return Exists(rows if pks is None else rows.filter(id__in=pks))
