"""The results of a search, in groups: a fixed number of queries, whatever is found.

Everything is read through what the person may see: drafts of plans and reports only by those who read drafts.
"""

from dataclasses import dataclass

from django.db.models import Case, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from partnership.models import Agency, Membership, Post
from partnership.permissions import Permission, allows
from plans.models import Action, Evidence, Lead, Plan, Priority, ProgressUpdate, SuccessMeasure
from plans.models.timescale import date_words
from reports.models import AnnualReport
from reports.search.pages import find_pages
from reports.search.words import (
    Asked,
    cut_excerpt,
    join_fields,
    search_texts,
    with_every_word,
)
from subgroups.models import Group, Seat

FIRST, MOST = 5, 100  # results shown of each group, and of the one chosen


@dataclass(frozen=True)
class Hit:
    """One result: where it leads, and a part of its text as ((text, whether it was asked for), …)."""

    title: str
    url: str
    note: str = ""
    excerpt: tuple = ()


@dataclass(frozen=True)
class Found:
    """The results of one group; ``has_more`` if there are others than these."""

    key: str
    label: str
    hits: tuple[Hit, ...]
    has_more: bool


@dataclass(frozen=True)
class Search:
    """Where and for whom is searched."""

    partnership: object
    user: object
    roles: frozenset
    asked: Asked
    on: object

    @property
    def plans(self):
        visible = Plan.objects.visible_to(self.user, on=self.on)
        return visible.filter(partnership=self.partnership)

    def url(self, name, *args):
        return reverse(name, args=[self.partnership.slug, *args])


def read_results(search, *, group=""):
    """The groups with results, as Found; if ``group`` is the key of one, only that, with more results."""
    chosen = {group: GROUPS[group]} if group in GROUPS else GROUPS
    most = MOST if group in GROUPS else FIRST
    found = []
    for key, (label, find) in chosen.items():
        hits = find(search, most + 1) if search.asked.words else []
        if hits:
            found.append(Found(key, label, tuple(hits[:most]), len(hits) > most))
    return tuple(found)


def _actions(search, most):
    fields = ("reference", "title", "wording", "further_actions", "resources")
    actions = Action.objects.filter(plan__in=search.plans).select_related("plan")
    found = search_texts(actions, fields, search.asked, shown=fields[2:])
    is_named = When(reference__iexact=search.asked.text, then=0)
    found = found.annotate(named=Case(is_named, default=1))
    ordered = found.order_by("named", "-rank", "-plan__starts_on", "position", "pk")
    return [
        Hit(str(action), search.url("plans:action", action.pk), action.plan.title,
            cut_excerpt(action.excerpt, search.asked))
        for action in ordered[:most]
    ]  # fmt: skip


def _measures(search, most):
    measures = SuccessMeasure.objects.filter(plan__in=search.plans, is_placeholder=False)
    found = search_texts(measures, ("wording",), search.asked)
    found = found.select_related("plan", "action", "priority", "objective")
    return [
        Hit(
            str(measure.part_of()),
            search.url("plans:action", measure.action_id) + "#measures"
            if measure.action_id
            else search.url("plans:plan", measure.plan_id),
            measure.plan.title,
            cut_excerpt(measure.excerpt, search.asked),
        )
        for measure in found.order_by("-rank", "-plan__starts_on", "pk")[:most]
    ]


def _updates(search, most):
    updates = ProgressUpdate.objects.filter(plan__in=search.plans).select_related("action", "plan")
    found = search_texts(updates, ("comment", "came_instead", "next_steps", "reason"), search.asked)
    return [
        Hit(
            str(update.action),
            f"{search.url('plans:action', update.action_id)}#update-{update.pk}",
            f"{update.by_name}, {_day(update.at)}",
            cut_excerpt(update.excerpt, search.asked),
        )
        for update in found.order_by("-at", "-pk")[:most]
    ]


def _evidence(search, most):
    evidence = Evidence.objects.filter(plan__in=search.plans).select_related("action")
    found = search_texts(evidence, ("text", "file__name"), search.asked)
    return [
        Hit(
            str(item.action),
            f"{search.url('plans:action', item.action_id)}#measures",
            f"{item.get_source_display()}, {date_words(item.found_on)}",
            cut_excerpt(item.excerpt, search.asked),
        )
        for item in found.order_by("-found_on", "-pk")[:most]
    ]


def _day(moment):
    return date_words(timezone.localdate(moment))


def _people(search, most):
    """Members by name, for those who manage them; for everyone, those who lead or have a seat on a group."""
    hits = {}
    if allows(search.roles, Permission.MANAGE_PARTNERSHIP):
        members = Membership.objects.filter(partnership=search.partnership).lasting(search.on)
        found = with_every_word(members, ("user__name", "user__email"), search.asked)
        for member in found.select_related("user", "agency").order_by("user__name", "pk")[:most]:
            note = member.get_role_display() + (f", {member.agency}" if member.agency else "")
            url = search.url("subgroups:person", member.pk)
            hits.setdefault(("person", member.user_id), Hit(member.user.name, url, note))
    seats = Seat.objects.filter(group__partnership=search.partnership).running(search.on)
    found = with_every_word(seats, ("holder__name", "title"), search.asked)
    for seat in found.select_related("holder", "group").order_by("holder__name", "title", "pk")[:most]:  # fmt: skip
        key = ("person", seat.holder_id) if seat.holder_id else ("title", seat.title)
        name = seat.holder.name if seat.holder else seat.title
        note = f"{seat.get_role_display()}, {seat.group}"
        hits.setdefault(key, Hit(name, search.url("subgroups:group", seat.group_id), note))
    leads = Lead.objects.filter(plan__in=search.plans.exclude(status=Plan.Status.CLOSED))
    found = with_every_word(leads, ("person__name",), search.asked).order_by().distinct()
    for pk, name, plan, title in found.values_list("person", "person__name", "plan", "plan__title"):
        url = f"{search.url('plans:plan', plan)}?lead=person-{pk}"
        hits.setdefault(("person", pk), Hit(name, url, f"Leads actions in {title}"))
    return list(hits.values())


def _groups(search, most):
    groups = Group.objects.filter(partnership=search.partnership)
    fields = ("name", "short_name", "also_known_as", "remit")
    found = with_every_word(groups, fields, search.asked).order_by("name")
    return [
        Hit(group.name, search.url("subgroups:group", group.pk), group.get_kind_display(),
            cut_excerpt(group.remit, search.asked))
        for group in found[:most]
    ]  # fmt: skip


def _agencies(search, most):
    """Agencies and posts: one query."""
    ours = {"partnership": search.partnership}
    agencies = _named(Agency.objects.filter(**ours), "agency", ("name", "short_name"), search)
    fields = ("title", "also_known_as", "holder__name")
    posts = _named(Post.objects.filter(**ours), "post", fields, search)
    rows = sorted(agencies.union(posts, all=True), key=lambda row: row["label"].casefold())
    page = search.url("partnership:agencies")
    return [
        Hit(row["label"], f"{page}#{row['what']}-{row['pk']}", row["about"]) for row in rows[:most]
    ]


def _named(records, kind, fields, search, *, about=()):
    """Rows of the records that have the words in their names, alike for every kind; for a union."""
    found = with_every_word(records, fields, search.asked).order_by()
    label = Concat(Value(""), fields[0])
    found = found.annotate(what=Value(kind), label=label, about=join_fields(about))
    return found.values("what", "pk", "label", "about")


def _pages(search, most):
    """Plans, priorities, yearly reports (one query), and the pages of the product."""
    plans = search.plans
    priorities = Priority.objects.filter(plan__in=plans)
    reports = AnnualReport.objects.visible_to(search.user, on=search.on)
    reports = reports.filter(partnership=search.partnership)
    rows = _named(plans, "plans:plan", ("title", "period"), search).union(
        _named(priorities, "priority", ("title",), search, about=("plan_id",)),
        _named(reports, "reports:report", ("title",), search),
        all=True,
    )
    hits = [_page(row, search) for row in sorted(rows, key=lambda row: row["label"].casefold())]
    hits += [Hit(title, url, hint) for title, hint, url in
             find_pages(search.partnership, search.roles, search.asked)]  # fmt: skip
    return hits[:most]


def _page(row, search):
    if row["what"] == "priority":
        plan = search.url("plans:plan", int(row["about"]))
        return Hit(row["label"], f"{plan}?priority={row['pk']}", "Priority")
    note = "Plan" if row["what"] == "plans:plan" else "Yearly report"
    return Hit(row["label"], search.url(row["what"], row["pk"]), note)


# Key in the address → (heading, how its results are read), in the order of the page.
GROUPS = {
    "actions": ("Actions", _actions),
    "measures": ("Success measures", _measures),
    "updates": ("Updates", _updates),
    "evidence": ("Evidence", _evidence),
    "people": ("People", _people),
    "groups": ("Groups", _groups),
    "agencies": ("Agencies and posts", _agencies),
    "pages": ("Plans, reports and other pages", _pages),
}
