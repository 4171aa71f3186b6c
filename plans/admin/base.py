"""Base classes of the admin of a plan's records."""

from django import forms
from django.contrib import admin

from partnership.admin import TrackedAdmin, TrackedInline
from partnership.admin.choices import CarefulAutocomplete
from partnership.permissions import Permission
from plans.admin.forms import (
    TIMESCALE_FIELDS,
    PartAdminForm,
    PlanPartForm,
    RowForm,
    TimescaleAdminForm,
    measures_for,
    timescale_in_admin,
)
from plans.models import (
    Action,
    Lead,
    MeasureValue,
    Plan,
    PlanRecord,
    SuccessMeasure,
)
from plans.services.timescale import change_timescale


class OfPlan:
    """Limits a plan's records to the user's scope, on their own pages and in inlines."""

    permission = Permission.EDIT_PLAN
    partnership_path = "plan__partnership"

    def is_closed(self, record):
        plan = record if record is None or isinstance(record, Plan) else record.plan
        return plan is not None and plan.is_closed

    def narrowed(self, choices, record):
        choices = super().narrowed(choices, record)
        if issubclass(choices.model, PlanRecord) and isinstance(record, PlanRecord):
            choices = choices.filter(plan=record.plan_id)
            if choices.model is SuccessMeasure and not isinstance(record, MeasureValue):
                action = record if isinstance(record, Action) else record.action
                choices = choices.filter(pk__in=measures_for(action).values("pk"))
        return choices


class RatedAdmin:
    """Shows ratings by the partnership's labels: a record has only their keys."""

    @admin.display(description="rating")
    def rated(self, record):
        return label_of(record, record.rating)

    @admin.display(description="rating before")
    def rated_before(self, record):
        return label_of(record, record.previous_rating)


def label_of(record, key):
    """The partnership's label of the rating with this key; "" for no key."""
    found = record.partnership.ratingdefinition_set.filter(key=key)
    return found.values_list("label", flat=True).first() or ""


class PartAdmin(OfPlan, TrackedAdmin):
    """Records whose parent is another record of the plan. The parent cannot be changed."""

    form = PartAdminForm

    def get_readonly_fields(self, request, obj=None):
        """Its plan is shown, once it has one."""
        fields = super().get_readonly_fields(request, obj)
        return ("plan", *fields) if obj else fields

    def history_within(self, rows, ids):
        plans = Plan.history.filter(partnership_id__in=ids)
        return rows.filter(plan_id__in=plans.values("id"))


class PlanPartAdmin(PartAdmin):
    """Records whose parent is the plan itself."""

    form = PlanPartForm
    fixed = ()

    def get_exclude(self, request, obj=None):
        return [*super().get_exclude(request, obj), "plan"]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return ["plan", *(name for name in fields if name != "plan")]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "plan" in form.base_fields:
            plans = self.related_admin(Plan).get_queryset(request)
            form.base_fields["plan"] = forms.ModelChoiceField(
                queryset=plans.exclude(status=Plan.Status.CLOSED),
                widget=CarefulAutocomplete(self.opts.get_field("plan"), self.admin_site),
                help_text="A record cannot move to another plan.",
            )
        return form


class TimescaleAdmin(PlanPartAdmin):
    """Priorities and actions: once agreed, each move of the timescale is recorded with its reason."""

    form = TimescaleAdminForm
    own_fields = TimescaleAdminForm.OWN_FIELDS

    def asked_besides(self, obj):
        """The field “where agreed” is only for moves, which a draft does not record."""
        asked = super().asked_besides(obj)
        moves = obj is not None and not obj.plan.is_draft
        return asked if moves else [name for name in asked if name != "agreed_where"]

    def save_model(self, request, obj, form, change):
        if not change or obj.plan.is_draft or not form.moves():
            super().save_model(request, obj, form, change)
            return
        wanted = {name: getattr(obj, name) for name in TIMESCALE_FIELDS}
        for name in TIMESCALE_FIELDS:
            setattr(obj, name, form.initial[name])
        if form.altered - set(TIMESCALE_FIELDS):
            obj.save()
        change_timescale(
            obj,
            by=request.user,
            reason=form.cleaned_data["change_reason"],
            **timescale_in_admin(wanted),
            agreed_where=form.cleaned_data["agreed_where"],
        )


class PartInline(OfPlan, TrackedInline):
    form = RowForm


class LeadInline(PartInline):
    model = Lead
    fields = ["position", "role", *Lead.WHO]
    named_by = Lead.NAMED


class MeasureInline(PartInline):
    """Measures are removed on their own page, which asks for the reason."""

    model = SuccessMeasure
    fields = ["position", "wording", "is_placeholder"]
    may_delete = False
