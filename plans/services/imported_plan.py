"""Brings an imported plan in: a new draft, or an empty one, in one change."""

from datetime import date

from django.core.exceptions import ValidationError

from partnership.history import recording
from partnership.policies import refuse
from partnership.rating_kinds import NEEDS_COMMENT
from partnership.rating_scheme import Scheme
from plans.importing import headings
from plans.importing.headings import plain
from plans.importing.merge import find_priority
from plans.importing.other_columns import other_fields
from plans.importing.part_names import MOST_NUMBER, read_priority_name
from plans.leads.words import split_role
from plans.models import Driver, Plan, Priority, Theme
from plans.policies.plan import reason_not_to_import
from plans.services.action import set_drivers, set_themes
from plans.services.lead import replace_leads
from plans.services.links import add_action_with_parts, add_objective
from plans.services.measure import add_measure
from plans.services.plan import create_plan
from plans.services.progress import record_imported_update
from plans.services.structure import add_part
from plans.services.timescale import read_timescale

TITLE_LENGTH, THEME_LENGTH, DRIVER_LENGTH = 200, 120, 400
NO_COMMENT = "The file gives no comment."


def add_imported_plan(imported, partnership, *, by, matches, source, plan=None, at=None):
    """(the draft Plan with all that an ImportedPlan holds, its Actions in order); ``source`` names its file.

    Into ``plan``, if given: a draft without priorities and actions. Ratings and progress become updates by “Imported
    from …”, which are no report of a period. ValidationError if the plan has no period, or its rules refuse.
    """
    if not imported.is_plan:
        raise ValidationError("There is no plan in this file. Nothing was brought in.")
    with recording(partnership, by=by, reason=f"Imported from {source}", at=at) as change:
        if plan is None:
            plan = _new_plan(imported, partnership, by=by)
        else:
            plan = Plan.objects.locked(plan)
            refuse(reason_not_to_import(plan))
        rows = PlanRows(imported, plan, by=by, at=change.at, matches=matches, source=source)
        return plan, rows.add(imported.actions)


def _new_plan(imported, partnership, *, by):
    if imported.starts_on is None or imported.ends_on is None:
        raise ValidationError(
            "The file does not say when the plan begins and ends. Start a draft with its dates, and import into that."
        )
    return create_plan(
        partnership,
        by=by,
        title=shortened(imported.title or "Imported plan", TITLE_LENGTH),
        period=_period(imported.starts_on, imported.ends_on),
        starts_on=imported.starts_on,
        ends_on=imported.ends_on,
    )


def _period(starts_on: date, ends_on: date):
    """“2026–27”, or “2026” for what ends in the year in which it begins."""
    years = starts_on.year, ends_on.year
    return f"{years[0]}–{years[1] % 100:02}" if years[0] != years[1] else str(years[0])


class PlanRows:
    def __init__(self, imported, plan, *, by, at, matches, source):
        self.imported, self.plan, self.by, self.at = imported, plan, by, at
        self.matches, self.source = matches, source
        self.scheme = Scheme(plan.partnership.ratingdefinition_set.all())
        # Of a plan that was there before: what the file names of it is not made again.
        self.priorities = list(plan.priority_set.all())
        self.objectives = list(plan.objective_set.all())
        self.references = set(plan.action_set.values_list("reference", flat=True))
        self.parts = {}  # (Theme or Driver, its words) → the record

    def add(self, actions):
        """Add the priorities and objectives of the file, and these ImportedActions of it; the Actions."""
        self.parts_of_file = [self._find_or_add(part) for part in self.imported.priorities]
        objectives = self._add_objectives(self.parts_of_file)
        return [self._add_action(action, self.parts_of_file, objectives) for action in actions]

    def priority_of(self, row):
        """The Priority of an action of the file, once ``add`` was called; None for none."""
        return None if row.priority is None else self.parts_of_file[row.priority]

    def _find_or_add(self, part):
        return find_priority(part.heading, self.priorities) or self._add_priority(part)

    def _add_priority(self, part):
        kind, number, title = self._named(part.heading)
        priority = add_part(
            Priority, self.plan, by=self.by, kind=kind, number=number, title=title,
            **self._timescale(part.timescale if part.shares else None),
        )  # fmt: skip
        if part.shares:
            self.set_leads(priority, part.leads)
            for wording in part.measures:
                add_measure(priority, by=self.by, wording=wording)
        return priority

    def _named(self, heading):
        """(kind, number, title) of a priority's heading; the next free number, if it prints none or one again."""
        name = read_priority_name(heading)
        kind = Priority.Kind.OVERARCHING if name.is_overarching else Priority.Kind.STRATEGIC
        taken = set(self.plan.priority_set.filter(kind=kind).values_list("number", flat=True))
        if name.number and name.number not in taken:
            return kind, name.number, shortened(name.title, 300)
        return kind, _free(taken), shortened(name.title or heading, 300)

    def _add_objectives(self, priorities):
        """Each under the priorities of its actions: {number or title of the file: Objective}."""
        under = {}
        for action in self.imported.actions:
            if action.objective and action.priority is not None:
                under.setdefault(action.objective, set()).add(action.priority)
        found = {}
        for objective in self.imported.objectives:
            key = objective.number or objective.title
            if known := self._known_objective(objective):
                found[key] = known
                continue
            taken = set(self.plan.objective_set.values_list("number", flat=True))
            fits = (
                objective.number
                and len(objective.number) <= MOST_NUMBER
                and objective.number not in taken
            )
            found[key] = add_objective(
                self.plan,
                by=self.by,
                number=objective.number if fits else _free(taken),
                title=shortened(objective.title, 300),
                priorities=[priorities[index] for index in sorted(under.get(key, ()))],
            )
        return found

    def _known_objective(self, objective):
        return next(
            (one for one in self.objectives if plain(one.title) == plain(objective.title)), None
        )

    def _add_action(self, row, priorities, objectives):
        shares = self.imported.is_shared(row)
        others = other_fields(row)
        action = add_action_with_parts(
            self.plan,
            by=self.by,
            reference=self._reference(row.reference),
            title=shortened_title(row.wording),
            wording=row.wording,
            priority=None if row.priority is None else priorities[row.priority],
            objective=objectives.get(row.objective),
            measures=() if shares else row.measures,
            timescale=None if shares else timescale_arguments(row.timescale),
            starts_words=others.pop("start", ""),
            **others,
        )
        if not shares:
            self.set_leads(action, row.leads)
        self._link(action, row)
        self.add_update(action, row)
        return action

    def _link(self, action, row):
        """Its themes and drivers: each line of their cells is one, made when it is first named."""
        for kind, model, set_links in (
            (headings.THEME, Theme, set_themes),
            (headings.DRIVER, Driver, set_drivers),
        ):
            texts = [line for own, text in row.others if own == kind for line in text.split("\n")]
            if texts:
                wanted = [self._part(model, " ".join(text.split())) for text in texts]
                set_links(action, [*dict.fromkeys(wanted)], by=self.by)

    def _part(self, model, words):
        if (model, words) not in self.parts:
            values = (
                {"name": shortened(words, THEME_LENGTH)}
                if model is Theme
                else {"kind": Driver.Kind.OTHER, "wording": shortened(words, DRIVER_LENGTH)}
            )
            self.parts[model, words] = add_part(model, self.plan, by=self.by, **values)
        return self.parts[model, words]

    def _reference(self, reference):
        """The reference as printed; one that is used before has “(2)” after it, as two actions cannot share it."""
        if not reference:
            return ""
        found, number = reference[:40], 2
        while found in self.references:
            found, number = f"{reference[:35]} ({number})", number + 1
        self.references.add(found)
        return found

    def set_leads(self, record, leads):
        wanted = []
        for written in leads:
            words, role = split_role(written)
            kind = self.matches.lead_kind(words)
            who = self.matches.lead(words) if kind != "words" else words[:200]
            wanted.append({kind: who, "role": role})
        if wanted:
            replace_leads(record, wanted, by=self.by, words="\n".join(leads))

    def _timescale(self, timescale):
        return read_timescale(**timescale_arguments(timescale))

    def add_update(self, action, row):
        """What the file says of progress, as an update that counts as no report."""
        if not row.rating and not row.progress:
            return
        rating = self.matches.rating(row.rating) if row.rating else None
        words = [row.progress]
        if row.rating and rating is None:
            words.append(f"Rated “{row.rating}” in the file.")
        rating = rating or self.scheme.get(action.rating)
        comment = "\n".join(text for text in words if text)
        if rating.kind in NEEDS_COMMENT and not comment:
            comment = NO_COMMENT
        by_name = shortened(f"Imported from {self.source}", 200)
        record_imported_update(
            action, by=self.by, by_name=by_name, rating=rating, comment=comment, at=self.at
        )


def timescale_arguments(timescale):
    """What ``read_timescale`` takes, of an ImportedTimescale or None."""
    if timescale is None or not timescale.words:
        return {"kind": "none"}
    read = timescale.read
    return {
        "kind": read.kind,
        "words": timescale.words,
        "due_on": read.due_on,
        "precision": read.precision,
        "rhythm": read.rhythm,
        "needs_check": read.needs_check,
    }


def _free(taken):
    """The first number that no other has."""
    number = 1
    while str(number) in taken:
        number += 1
    return str(number)


def shortened_title(wording):
    """The short title of an action with this wording."""
    return shortened(" ".join(wording.split()), TITLE_LENGTH)


def shortened(text, most):
    """``text``, or its first words within ``most`` characters and “…”."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
