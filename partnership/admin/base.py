"""Base classes of the admin: limited to one's partnerships, recorded in history, with stale saves refused.

Rights come from ``GRANTS`` (which partnership roles hold a permission), never from Django's own
permission rows. Every record's admin is built from ``ScopedAdmin`` and ``TrackedInline``.
"""

from itertools import islice

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import URLField
from django.forms import ModelChoiceField
from django.http import Http404
from django.utils.text import smart_split
from simple_history.admin import SimpleHistoryAdmin

from partnership.admin.choices import CarefulAutocomplete, is_key
from partnership.admin.deleting import RecordDeletion
from partnership.admin.forms import (
    RecordAdminForm,
    TrackedForm,
    TrackedRowForm,
    partnership_of,
)
from partnership.admin.history import RecordHistory
from partnership.admin_site import managed_ids
from partnership.history import hold
from partnership.locks import PartnershipBusy
from partnership.permissions import Permission
from partnership.rendering import FetchedChoices

# What a filter beside a list may append to the name of its field.
FILTER_ENDINGS = {"", "__exact", "__isnull", "__id__exact", "__gte", "__lt"}

MOST_WORDS = 30  # of a search


class Scoped:
    """Who may see and change which records, for admin pages and inlines alike."""

    permission = Permission.MANAGE_PARTNERSHIP
    partnership_path = "partnership"  # from the record to its partnership
    staff_only = False  # installation staff only
    may_add = may_change = may_delete = True
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def within(self, records, ids):
        """Those of ``records`` that belong to the partnerships ``ids``."""
        return records.filter(**{f"{self.partnership_path}__in": ids})

    def in_scope(self, request, records):
        if request.user.is_superuser:
            return records
        if self.staff_only:
            return records.none()
        return self.within(records, managed_ids(request.user, self.permission))

    def holds(self, request, record=None):
        """Whether the person may work on ``record``; without one, on any record of this kind."""
        if request.user.is_superuser:
            return True
        if self.staff_only:
            return False
        ids = managed_ids(request.user, self.permission)
        return bool(ids) if record is None else partnership_of(record) in ids

    def is_closed(self, record):
        """Whether the record is closed: no one can change it any more."""
        return False

    def has_module_permission(self, request):
        return self.holds(request)

    def has_view_permission(self, request, obj=None):
        return self.holds(request, obj)

    def has_add_permission(self, request, obj=None):
        return self.may_add and self.holds(request, obj) and not self.is_closed(obj)

    def has_change_permission(self, request, obj=None):
        return self.may_change and self.holds(request, obj) and not self.is_closed(obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_delete and self.holds(request, obj) and not self.is_closed(obj)

    def related_admin(self, model):
        """The admin that limits the records of another model; None if they are shared by all."""
        related = self.admin_site._registry.get(model)
        return related if isinstance(related, Scoped) and not related.staff_only else None

    def get_field_queryset(self, db, db_field, request):
        related = self.related_admin(db_field.remote_field.model)
        if related is None:
            return super().get_field_queryset(db, db_field, request)
        return related.get_queryset(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = CarefulAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def narrowed(self, choices, record):
        """The choices that belong with ``record``: of the same partnership, for instance."""
        related = self.related_admin(choices.model)
        home = partnership_of(record)
        return choices if related is None or home is None else related.within(choices, [home])

    def narrow(self, fields, record, rows):
        """Offer only what belongs with ``record``, and what its ``rows`` already refer to.

        A value that is not offered would be cleared by the next save: a person who has left, for instance.
        """
        for name, field in fields.items():
            if isinstance(field, ModelChoiceField):
                wanted = self.narrowed(field.queryset, record)
                named = wanted.model._default_manager.filter(pk__in=rows.values(name))
                # One set: for "in one or in the other" PostgreSQL reads the tables of every partnership.
                either = wanted.order_by().values("pk").union(named.order_by().values("pk"))
                field.queryset = wanted.model._default_manager.filter(pk__in=either)


class ScopedAdmin(Scoped, admin.ModelAdmin):
    """Records on pages of their own."""

    form = RecordAdminForm
    fixed = ("partnership",)  # chosen when the record is made, and never again
    view_on_site = False
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200
    own_fields = ()  # of the form, besides the record's own

    def get_queryset(self, request):
        return self.in_scope(request, super().get_queryset(request))

    def get_object(self, request, object_id, from_field=None):
        """The record, locked if it is about to be written; None (404) outside one's partnerships.

        Its partnership is locked before it: what is asked of the record from here on is asked as services ask it.
        """
        try:
            number = self.opts.pk.to_python(object_id)
            records = self.get_queryset(request)
            if request.method == "POST":
                hold(partnership_of(records.get(pk=number)))
                records = records.select_for_update(of=("self",), no_key=True)
            return records.get(pk=number)
        except PartnershipBusy:
            raise
        except (ValidationError, self.model.DoesNotExist) as error:
            raise Http404 from error

    def log_addition(self, request, obj, message):
        """Write no row of Django's own log: history says more, to more people, and can be redacted."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        """As ``log_addition``."""

    def has_add_permission(self, request):
        return super().has_add_permission(request)

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or ()), *self.own_fields]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        if obj is not None:
            rows = self.model._default_manager.filter(pk=obj.pk)
            self.narrow(form.base_fields, obj, rows)
        return form

    def get_inlines(self, request, obj):
        """Show inlines only for a saved record: only then are the choices those of its partnership."""
        return super().get_inlines(request, obj) if obj else []

    def get_changeform_initial_data(self, request):
        """Fill in what the link gives, and the partnership if the person has only one."""
        initial = super().get_changeform_initial_data(request)
        ids = managed_ids(request.user, self.permission)
        if len(ids) == 1 and self.partnership_path == "partnership":
            initial.setdefault("partnership", *ids)
        return initial

    def lookup_allowed(self, lookup, value, request):
        """Allow only the filters beside the list: other lookups could guess hidden fields."""
        names = [f if isinstance(f, str) else f[0] for f in self.get_list_filter(request)]
        return lookup in {name + ending for name in names for ending in FILTER_ENDINGS}

    def get_search_results(self, request, queryset, search_term):
        """Search for the first words only: each is a condition of its own, and SQLite allows a thousand."""
        words = smart_split(search_term.replace("\0", ""))
        return super().get_search_results(request, queryset, " ".join(islice(words, MOST_WORDS)))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if "_saveasnew" in request.POST:
            raise BadRequest("You cannot save a copy as new here.")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        if not all(is_key(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("Choose records from the list.")
        return super().changelist_view(request, extra_context)

    def response_add(self, request, obj, post_url_continue=None):
        """After adding, continue to the record's inlines if it has any."""
        asked = {"_addanother", "_continue", "_popup"} & set(request.POST)
        if self.inlines and not asked:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)


class TrackedAdmin(RecordHistory, RecordDeletion, ScopedAdmin, SimpleHistoryAdmin):
    """Records with history: changes have a reason, and stale saves are refused."""

    form = TrackedForm
    own_fields = TrackedForm.OWN_FIELDS
    change_form_template = "admin/record_change.html"

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name not in self.own_fields]

    def get_fieldsets(self, request, obj=None):
        """The record's own fields, and at the end the reason for the change."""
        fieldsets = list(super().get_fieldsets(request, obj))
        allowed = self.has_change_permission(request, obj) if obj else True
        if not allowed:
            return fieldsets
        return [*fieldsets, (None, {"fields": self.asked_besides(obj)})]

    def asked_besides(self, obj):
        """Names of the form's fields that are not fields of the record."""
        has_version = obj is not None and hasattr(obj, "version")
        return [name for name in self.own_fields if has_version or name != "version"]

    def save_model(self, request, obj, form, change):
        """Write nothing if nothing changed, so that others who have the record open are not stale."""
        if not change or form.altered:
            super().save_model(request, obj, form, change)


class ReadOnly:
    """Append-only records, written by the pages: read-only in the admin."""

    may_add = may_change = may_delete = False


class TrackedInline(Scoped, admin.TabularInline):
    """Inlines of a record: of the same partnership, saved in the same change."""

    form = TrackedRowForm
    extra = 0
    max_num = 200  # Django's own limit lets a crafted POST ask for two thousand rows
    show_change_link = True
    named_by = ()  # foreign keys that a row's own name is made of

    def has_view_permission(self, request, obj=None):
        return self.holds(request, obj)

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or ()), "version"]

    def get_fields(self, request, obj=None):
        """Include the version of each row, hidden: without it every row would count as stale.

        Django would take the names from ``get_formset``, which reads the choices of every field.
        """
        own = self.fields or [
            *super().get_formset(request, obj, fields=None).form.base_fields,
            *self.get_readonly_fields(request, obj),
        ]
        fields = [name for name in own if name != "version"]
        return [*fields, "version"] if self.has_change_permission(request, obj) else fields

    def get_queryset(self, request):
        """The parent's rows, which are already within scope; locked if they are about to be written."""
        rows = super().get_queryset(request).select_related(*self.named_by or (None,))
        return (
            rows.select_for_update(of=("self",), no_key=True) if request.method == "POST" else rows
        )

    def get_formset(self, request, obj=None, **kwargs):
        kwargs.setdefault("absolute_max", self.max_num + 50)
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        if obj is not None:
            fields = formset.form.base_fields
            rows = self.model._default_manager.filter(**{formset.fk.name: obj})
            self.narrow(fields, obj, rows)
            for name, field in fields.items():
                if isinstance(field, ModelChoiceField) and name != formset.fk.name:
                    # Once, not once for each row; a list made of the choices themselves would count them first.
                    field.choices = list(iter(FetchedChoices(field)))
        return formset


def words(value, limit=60):
    """A text of a record, shortened for a list."""
    text = " ".join(str(value).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
