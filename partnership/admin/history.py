"""A record's history in the admin: who, when, why, through which page, and what changed."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from partnership.admin_site import managed_ids
from partnership.models import RatingDefinition, RatingKey

LONGEST_SHOWN = 200


class RecordHistory:
    """The history page of a record, also after its deletion; limited like the record itself."""

    history_list_per_page = 50

    def history_within(self, rows, ids):
        """Rows of the partnerships ``ids``, decided by the rows themselves: the record may be deleted."""
        return rows.filter(partnership_id__in=ids)

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        rows = super().get_history_queryset(request, history_manager, pk_name, object_id)
        rows = rows.select_related("change", *self._foreign_keys(rows.model))
        if request.user.is_superuser:
            return rows
        # A separate query limits them: a join would lose rows whose parent has been deleted.
        ids = managed_ids(request.user, self.permission)
        within = self.history_within(history_manager.filter(**{pk_name: object_id}), ids)
        return rows.filter(pk__in=within.order_by().values("pk"))

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_history_permission(request):
            raise PermissionDenied
        try:
            number = self.opts.pk.to_python(unquote(object_id))
        except ValidationError as error:
            raise Http404 from error
        rows = self.get_history_queryset(request, self.model.history, self.opts.pk.attname, number)
        page = Paginator(rows, self.history_list_per_page).get_page(request.GET.get("p"))
        if not page.object_list:
            raise Http404
        record = self.get_queryset(request).filter(pk=number).first()
        gone = f"{self.opts.verbose_name} {number}, deleted since"
        context = {
            **self.admin_site.each_context(request),
            "title": "History",
            "subtitle": str(record) if record else gone,
            "entries": self._entries(rows, page),
            "page": page,
            "record": record,
            "opts": self.opts,
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/record_history.html", context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Refuse the page of an old version: its form could be saved, and history only grows."""
        raise Http404

    def _foreign_keys(self, history_model):
        names = {field.name for field in self.opts.concrete_fields if field.many_to_one}
        return sorted(names & {field.name for field in history_model._meta.concrete_fields})

    def _entries(self, rows, page):
        """The page's rows, newest first, each with its changes against the row before."""
        start = max(page.start_index() - 1, 0)
        newest_first = list(rows[start : start + page.paginator.per_page + 1])
        older = [*newest_first[1:], None]
        pairs = list(zip(newest_first, older, strict=True))[: page.paginator.per_page]
        labels = RatingLabels()
        return [
            {"row": row, "alterations": self._alterations(row, was, labels)} for row, was in pairs
        ]

    def _alterations(self, row, was, labels):
        """(field, before, after) of everything the row changed."""
        told = []
        for field in [] if was is None else map(self.opts.get_field, row.altered_fields()):
            if isinstance(field, RatingKey):
                texts = (labels.of(getattr(one, field.attname), row) for one in (was, row))
            else:
                texts = (shown(one, field) for one in (was, row))
            told.append((capfirst(field.verbose_name), *texts))
        return told


class RatingLabels:
    """What ratings were called when a history row was written: one query for a page."""

    def __init__(self):
        self._by_partnership = {}

    def of(self, key, row):
        """The label that the rating with this key had at the time of ``row``."""
        plan = getattr(row, "plan", None)
        owner = plan.partnership_id if plan else getattr(row, "partnership_id", None)
        if owner not in self._by_partnership:
            past = RatingDefinition.history.filter(partnership_id=owner)
            names = past.order_by("history_date", "history_id")
            self._by_partnership[owner] = list(names.values_list("key", "label", "history_date"))
        names = [(label, at) for other, label, at in self._by_partnership[owner] if other == key]
        then = [label for label, at in names if at <= row.history_date]
        return (then or [label for label, _ in names[:1]] or [key or "nothing"])[-1]


def shown(row, field):
    """A field of a history row as a person reads it, short enough for a table."""
    raw = getattr(row, field.attname)
    if raw in (None, ""):
        return "nothing"
    if field.many_to_one:
        value = getattr(row, field.name) or f"number {raw}, deleted since"
    elif field.choices:
        value = getattr(row, f"get_{field.name}_display")()
    else:
        value = raw
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
