"""Which changes a reader may see, and which touch one record; newest first, in pages."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from partnership.permissions import Permission, allows
from partnership.statements import Given, Statement
from plans.models import Action, Plan, PlanRecord
from reports.changes.kinds.registry import kind_of
from reports.changes.quiet import marks_by_change
from reports.changes.read import tracked
from reports.changes.wording import describe
from reports.models import AnnualReport, Section

PAGE_SIZE = 20
HAVE_DRAFTS = {"plans", "reports"}  # apps with records that not everyone may see yet


@dataclass(frozen=True)
class Reader:
    """A person who reads a partnership's changes, and the drafts they may see."""

    partnership: object
    # Id of each plan they see → when it was agreed: earlier changes are only for those who read drafts.
    # None: all plans, including all drafts and deleted plans.
    plans: dict | None
    reads_draft_reports: bool

    def may_see(self, row, change):
        """Whether they may read a row of a Change: an import may touch a group and a draft plan in one change."""
        if row.model._meta.app_label not in HAVE_DRAFTS:
            return True  # saves looking up the invitation of each seat
        home, pk = row.record.history_home()
        return {
            "plan": self.plans is None or (pk in self.plans and change.at >= self.plans[pk]),
            "report": self.reads_draft_reports,
        }.get(home, True)

    def changes(self):
        """The changes they see, newest first."""
        seen = self.partnership.changes.all()
        if self.plans is not None:
            seen = seen.filter(~Q(home_kind="plan") | self._since_agreed("home_id", "at"))
        return seen if self.reads_draft_reports else seen.exclude(home_kind="report")

    def rows(self, model):
        """The history rows of ``model`` in the partnership that they may read: ``may_see`` as a query."""
        rows = tracked()[model].objects.filter(change__partnership=self.partnership)
        names = {field.name for field in rows.model.tracked_fields}
        if "home_kind" in names:
            rows = rows if self.reads_draft_reports else rows.exclude(home_kind="report")
            if self.plans is None:
                return rows
            return rows.filter(~Q(home_kind="plan") | self._since_agreed("home_id", "change__at"))
        if issubclass(model, AnnualReport | Section):
            return rows if self.reads_draft_reports else rows.none()
        home = "id" if model is Plan else "plan_id" if issubclass(model, PlanRecord) else ""
        if not home or self.plans is None:
            return rows
        return rows.filter(self._since_agreed(home, "change__at"))

    def plans_searched(self):
        """The ids of the plans whose history is theirs to search; deleted plans too, if they see them all.

        Tables of history have no partnership: without plans, a search reads the rows of every partnership.
        """
        if self.plans is not None:
            return self.plans
        plans = tracked()[Plan].objects.filter(partnership_id=self.partnership.pk)
        return plans.order_by().values("id")

    def _since_agreed(self, plan, at):
        """Condition: of one of their plans, and made since that was agreed; given the names of both fields."""
        found = Q(pk=None)
        for pk, agreed_at in self.plans.items():
            found |= Q(**{plan: pk, f"{at}__gte": agreed_at})
        return found

    def describe(self, changes, *, marks=None, each=False):
        """Their ChangeSummaries; ``marks`` and ``each`` as in ``wording.describe``."""
        return describe(
            changes, partnership=self.partnership, may_see=self.may_see, marks=marks, each=each
        )

    def quiet(self, changes):
        """The quiet ones of ``changes``, in the format of ``describe``."""
        return marks_by_change(changes, plans=self.plans)


def reader_of(partnership, user, roles, *, on):
    """The Reader for ``user`` with ``roles`` in the partnership on the day ``on``."""
    plans = None
    if not allows(roles, Permission.VIEW_DRAFT_PLAN):
        visible = partnership.plan_set.visible_to(user, on=on).filter(agreed_at__isnull=False)
        plans = dict(visible.order_by().values_list("pk", "agreed_at"))
    return Reader(partnership, plans, allows(roles, Permission.VIEW_DRAFT_REPORT))


@dataclass(frozen=True)
class Page:
    """Some summaries, and the cursor of the next page of older ones; "" if there is none."""

    summaries: tuple
    older: str


def read_page(reader, changes, *, cursor="", size=PAGE_SIZE, marked=False, each=False):
    """A Page of ``changes`` (a QuerySet) for ``reader``, from ``cursor`` on.

    ``marked``: mark quiet changes, which takes one to four more queries. ``each`` as in ``describe``.
    """
    found = list(_before(changes, cursor).order_by("-at", "-pk")[: size + 1])
    page = found[:size]
    older = f"{page[-1].at.isoformat()}_{page[-1].pk}" if len(found) > size else ""
    marks = reader.quiet(page) if marked else None
    return Page(tuple(reader.describe(page, marks=marks, each=each)), older)


def _before(changes, cursor):
    """Those before a cursor; all of them if the cursor is invalid."""
    at, _, pk = cursor.partition("_")
    try:
        at, pk = datetime.fromisoformat(at), int(pk)
        if timezone.is_naive(at) or not 0 < pk < 2**63:
            return changes
        return changes.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    except (ValueError, OverflowError):
        return changes


def changes_of_plan(reader, plan):
    return reader.changes().filter(home_kind="plan", home_id=plan.pk)


def changes_of(reader, model, pks):
    """The changes that touch records of ``model``, or parts of them. One query to find them."""
    return reader.changes().filter(pk__in=_touching(model, pks))


def changes_by_action(actions):
    """Action id → the ids of all changes that touch it or its parts. One query; none without ``actions``."""
    found = defaultdict(set)
    for action, change in _TOUCHING_ACTIONS.rows(actions=actions) if actions else ():
        found[action].add(change)
    return found


def _ask_actions():
    parts = [
        tracked()[other]
        .objects.filter(**{f"{column}__among": Given("actions")})
        .order_by()
        .values_list(column, "change_id")
        for other, column in _columns_of(Action)
    ]
    return parts[0].union(*parts[1:])


_TOUCHING_ACTIONS = Statement(_ask_actions)


def _touching(model, pks):
    parts = [
        tracked()[other]
        .objects.filter(**{f"{column}__in": pks})
        .order_by()
        .values_list("change_id")
        for other, column in _columns_of(model)
    ]
    return [pk for (pk,) in parts[0].union(*parts[1:])]


def _columns_of(model):
    """(model, column) of its own records and of every record that is part of one, or about one."""
    columns = [(model, "id")]
    for other in tracked():
        for name in (*kind_of(other).part_of, *kind_of(other).about):
            if other._meta.get_field(name).related_model is model:
                columns.append((other, f"{name}_id"))
    return columns
