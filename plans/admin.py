"""Plans and everything in them, in the admin. A closed plan is looked at, and no longer changed."""

from django import forms
from django.contrib import admin
from django.db.models import Q

from partnership.admin import (
    OwnRelatedFilter,
    ReadOnly,
    TrackedAdmin,
    TrackedForm,
    TrackedInline,
    TrackedRowForm,
    words,
)
from partnership.admin.choices import CarefulAutocomplete
from partnership.permissions import Permission
from plans.models import (
    Action,
    ActionDriver,
    ActionTheme,
    Column,
    CoreActivity,
    Driver,
    Evidence,
    Lead,
    Objective,
    Plan,
    PlanRecord,
    Priority,
    PriorityObjective,
    ProgressUpdate,
    ReportingPoint,
    SuccessMeasure,
    Theme,
    TimescaleChange,
)
from plans.services.timescale import change_timescale, read_timescale

TIMESCALE_FIELDS = ("timescale_kind", "timescale_words", "due_on", "due_precision")
# The wording and the date first agreed, and what they are when a record joins an agreed plan.
FIRST_AGREED = {
    "first_wording": "wording",
    "first_timescale": "timescale",
    "first_due_on": "due_on",
}


# Forms


class InOnePlan:
    """For a form of a plan's record: all it names is of one plan, and that plan is not closed."""

    def adopt(self):
        super().adopt()
        if self.cleaned_data.get("plan") is not None:
            self.instance.plan = self.cleaned_data["plan"]
        elif isinstance(self.instance, PlanRecord) and self.instance.plan_id is None:
            parents = (self.cleaned_data.get(name) for name in self.instance.PART_OF)
            parent = next((one for one in parents if one is not None), None)
            if parent is not None:
                self.instance.plan = parent.plan

    def _post_clean(self):
        super()._post_clean()
        record = self.instance
        if record._state.adding and record.plan_id is not None:
            if record.plan.is_closed:
                self.add_error(None, "This plan is closed and can no longer be changed.")
            elif not record.plan.is_draft:
                for first, now in FIRST_AGREED.items():
                    if hasattr(record, first):
                        setattr(record, first, getattr(record, now))

    def misfit(self, name, chosen, home):
        if isinstance(chosen, PlanRecord) and chosen.plan_id != self.instance.plan_id:
            return "Choose one of the same plan."
        if isinstance(chosen, SuccessMeasure) and chosen not in measures_for(self.instance.action):
            return "Choose a measure of this action, its priority or its objective."
        return super().misfit(name, chosen, home)


def measures_for(action):
    """The measures an action can be judged by: its own, its priority's and its objective's."""
    measures = Q(action=action)
    if action.priority_id:
        measures |= Q(priority=action.priority_id)
    if action.objective_id:
        measures |= Q(objective=action.objective_id)
    return SuccessMeasure.objects.filter(measures)


class PartForm(InOnePlan, TrackedForm):
    """Of a record that belongs to another one, which says its plan."""


class RowForm(InOnePlan, TrackedRowForm):
    """Of such a record in a row on the page of the other."""


class PlanPartForm(PartForm):
    """Of a record that belongs to a plan by itself: the plan is asked for once."""

    plan = forms.ModelChoiceField(queryset=Plan.objects.none())


class TimescaleForm(PlanPartForm):
    """Of a priority or an action, whose timescale moves for a reason once the plan is agreed."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            kind, text, due_on, precision = (cleaned[name] for name in TIMESCALE_FIELDS)
            cleaned.update(
                read_timescale(kind=kind, words=text, due_on=due_on, precision=precision)
            )
            agreed = not self.instance._state.adding and not self.instance.plan.is_draft
            if agreed and self.moves() and not cleaned.get("change_reason"):
                self.add_error("change_reason", "Say why the timescale changes.")
        return cleaned

    def moves(self):
        """Whether the form alters the timescale."""
        return any(self.initial[name] != self.cleaned_data[name] for name in TIMESCALE_FIELDS)


# What they have in common


class OfPlan:
    """Scope of a plan's records, on pages of their own and in rows."""

    permission = Permission.EDIT_PLAN
    partnership_path = "plan__partnership"

    def is_closed(self, record):
        plan = record if record is None or isinstance(record, Plan) else record.plan
        return plan is not None and plan.is_closed

    def narrowed(self, choices, record):
        choices = super().narrowed(choices, record)
        if issubclass(choices.model, PlanRecord) and isinstance(record, PlanRecord):
            choices = choices.filter(plan=record.plan_id)
            if choices.model is SuccessMeasure:
                action = record if isinstance(record, Action) else record.action
                choices = choices.filter(pk__in=measures_for(action).values("pk"))
        return choices


class PartAdmin(OfPlan, TrackedAdmin):
    """Records that belong to another one of the plan, and never to a third."""

    form = PartForm

    def get_readonly_fields(self, request, obj=None):
        """Its plan is told, once it has one."""
        fields = super().get_readonly_fields(request, obj)
        return ("plan", *fields) if obj else fields

    def history_within(self, rows, ids):
        plans = Plan.history.filter(partnership_id__in=ids)
        return rows.filter(plan_id__in=plans.values("id"))


class PlanPartAdmin(PartAdmin):
    """Records that belong to the plan by themselves."""

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
                help_text="A record never moves to another plan.",
            )
        return form


class TimescaleAdmin(PlanPartAdmin):
    """Priorities and actions: once agreed, each move of the timescale is kept with its reason."""

    form = TimescaleForm

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
            kind=wanted["timescale_kind"],
            words=wanted["timescale_words"],
            due_on=wanted["due_on"],
            precision=wanted["due_precision"],
        )


class PartInline(OfPlan, TrackedInline):
    form = RowForm


class LeadInline(PartInline):
    model = Lead
    fields = ["position", "role", "group", "post", "agency", "words"]


class MeasureInline(PartInline):
    """Taken out on its own page, where the reason is asked."""

    model = SuccessMeasure
    fields = ["position", "wording", "is_placeholder"]
    may_delete = False


# The plan


class ColumnInline(PartInline):
    model = Column


class CoreActivityInline(PartInline):
    model = CoreActivity


class ThemeInline(PartInline):
    model = Theme


class DriverInline(PartInline):
    model = Driver


class PriorityInline(PartInline):
    model = Priority
    fields = ["position", "kind", "number", "title"]


@admin.register(Plan)
class PlanAdmin(OfPlan, TrackedAdmin):
    """Plans. Agreeing and closing one have pages of their own."""

    partnership_path = "partnership"
    may_delete = False  # its history must stand
    list_display = ["title", "period", "status", "starts_on", "ends_on", "partnership"]
    list_filter = ["status", ("partnership", OwnRelatedFilter)]
    list_select_related = ["partnership"]
    search_fields = ["title", "period"]
    autocomplete_fields = ["previous"]
    inlines = [PriorityInline, ThemeInline, DriverInline, ColumnInline, CoreActivityInline]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        agreed = ("status", "agreed_at", "agreed_by", "agreed_where")
        return (*fields, *agreed) if obj else fields

    def history_within(self, rows, ids):
        return rows.filter(partnership_id__in=ids)


@admin.register(Column)
class ColumnAdmin(PlanPartAdmin):
    list_display = ["heading", "shows", "position", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["heading"]


@admin.register(CoreActivity)
class CoreActivityAdmin(PlanPartAdmin):
    list_display = ["__str__", "heading", "position", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["heading", "wording"]


@admin.register(Theme)
class ThemeAdmin(PlanPartAdmin):
    list_display = ["name", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["name"]


@admin.register(Driver)
class DriverAdmin(PlanPartAdmin):
    list_display = ["wording", "kind", "plan"]
    list_filter = ["kind", ("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["wording"]


# Priorities and objectives


class ObjectivesOfPriorityInline(PartInline):
    model = PriorityObjective
    fk_name = "priority"


class PrioritiesOfObjectiveInline(PartInline):
    model = PriorityObjective
    fk_name = "objective"


@admin.register(Priority)
class PriorityAdmin(TimescaleAdmin):
    list_display = ["heading", "title", "due_on", "plan"]
    list_filter = ["kind", ("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["number", "title"]
    takes_along = (TimescaleChange,)
    inlines = [LeadInline, MeasureInline, ObjectivesOfPriorityInline]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "first_timescale", "first_due_on") if obj else fields


@admin.register(Objective)
class ObjectiveAdmin(PlanPartAdmin):
    list_display = ["number", "title", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["number", "title"]
    inlines = [PrioritiesOfObjectiveInline, MeasureInline]


@admin.register(PriorityObjective)
class PriorityObjectiveAdmin(PartAdmin):
    fixed = ("priority", "objective")
    list_display = ["objective", "priority", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["objective", "priority", "plan"]
    autocomplete_fields = ["priority", "objective"]


# Actions


class ReportingPointInline(PartInline):
    model = ReportingPoint


class EvidenceInline(PartInline):
    model = Evidence
    fields = ["measure", "question", "source", "found_on", "text", "link"]


class ActionDriverInline(PartInline):
    model = ActionDriver


class ActionThemeInline(PartInline):
    model = ActionTheme


@admin.register(Action)
class ActionAdmin(TimescaleAdmin):
    """Actions. How one is going is said by its progress updates, and so read-only here."""

    TOLD = (
        "rating",
        "previous_rating",
        "rated_at",
        "last_update",
        "first_wording",
        "first_timescale",
        "first_due_on",
    )

    list_display = ["reference", "title", "priority", "importance", "rating", "due_on", "plan"]
    list_filter = ["rating", "importance", ("plan", OwnRelatedFilter)]
    list_select_related = ["priority", "plan"]
    search_fields = ["reference", "title", "wording"]
    takes_along = (ProgressUpdate, TimescaleChange)
    deletes_with_reason = True
    inlines = [
        LeadInline,
        MeasureInline,
        ActionDriverInline,
        ActionThemeInline,
        ReportingPointInline,
        EvidenceInline,
    ]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *self.TOLD) if obj else fields


@admin.register(Lead)
class LeadAdmin(PartAdmin):
    fixed = ("action", "priority")
    list_display = ["__str__", "role", "action", "priority", "plan"]
    list_filter = ["role", ("plan", OwnRelatedFilter)]
    list_select_related = ["group", "post", "agency", "action", "priority", "plan"]
    search_fields = ["words", "group__name", "post__title", "agency__name"]
    autocomplete_fields = ["action", "priority", "group", "post", "agency"]


@admin.register(SuccessMeasure)
class SuccessMeasureAdmin(PartAdmin):
    fixed = ("action", "priority", "objective")
    list_display = ["short", "action", "priority", "objective", "plan"]
    list_filter = ["is_placeholder", ("plan", OwnRelatedFilter)]
    list_select_related = ["action", "priority", "objective", "plan"]
    search_fields = ["wording"]
    autocomplete_fields = ["action", "priority", "objective"]
    deletes_with_reason = True

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "first_wording") if obj else fields

    @admin.display(description="wording", ordering="wording")
    def short(self, measure):
        return words(measure.wording)


@admin.register(Evidence)
class EvidenceAdmin(PartAdmin):
    fixed = ("action", "by")
    list_display = ["short", "action", "question", "source", "found_on", "by"]
    list_filter = ["question", "source", ("plan", OwnRelatedFilter)]
    list_select_related = ["action", "by"]
    search_fields = ["text"]
    autocomplete_fields = ["action", "measure"]

    @admin.display(description="what was found")
    def short(self, evidence):
        return words(evidence.text)


@admin.register(ReportingPoint)
class ReportingPointAdmin(PartAdmin):
    fixed = ("action",)
    list_display = ["__str__", "action", "due_on", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["action", "plan"]
    autocomplete_fields = ["action", "measure"]


@admin.register(ActionDriver)
class ActionDriverAdmin(PartAdmin):
    fixed = ("action", "driver")
    list_display = ["driver", "action", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["driver", "action", "plan"]
    autocomplete_fields = ["action", "driver"]


@admin.register(ActionTheme)
class ActionThemeAdmin(PartAdmin):
    fixed = ("action", "theme")
    list_display = ["theme", "action", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["theme", "action", "plan"]
    autocomplete_fields = ["action", "theme"]


# What is only ever added to


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnly, PartAdmin):
    fixed = ()
    fields = [
        "action",
        "at",
        "by_name",
        "rating",
        "previous_rating",
        "no_change",
        "comment",
        "next_steps",
        "suggested_rating",
        "reason",
    ]
    list_display = ["action", "at", "by_name", "rating", "no_change"]
    list_filter = ["rating", "no_change", ("plan", OwnRelatedFilter)]
    list_select_related = ["action"]
    search_fields = ["action__reference", "action__title", "by_name", "comment"]


@admin.register(TimescaleChange)
class TimescaleChangeAdmin(ReadOnly, PartAdmin):
    fixed = ()
    fields = [
        "action",
        "priority",
        "from_words",
        "from_due_on",
        "to_words",
        "to_due_on",
        "reason",
        "agreed_where",
        "at",
        "by_name",
    ]
    list_display = ["__str__", "action", "priority", "at", "by_name", "reason"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["action", "priority"]
    search_fields = ["reason", "by_name"]
