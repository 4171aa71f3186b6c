"""How a plan stood at the end of a day, told from the history of its actions: ratings, dates, wording."""

from collections import Counter, defaultdict
from dataclasses import replace

from django.utils import timezone

from partnership.models import RatingKind
from plans.document.records import (
    Distribution,
    SectionFacts,
    SectionPart,
    TimescaleFacts,
    UpdateFacts,
)
from plans.models.timescale import timescale_text
from plans.ratings.suggest import unconfirmed_since


class Standing:
    """The rows of a plan's history up to one moment.

    ``rows`` are dicts of COLUMNS, by action and oldest first, the later ones included; ``updates`` are lists
    by action id, each with the last freeze (``with_freeze``), and ``evidence`` a list with its files, both up to
    the moment; ``moves`` are all TimescaleChanges.
    """

    COLUMNS = (
        *("id", "history_type", "history_date", "change__reason"),
        *("reference", "title", "wording", "importance"),
        *("rating", "previous_rating", "rated_at", "last_update_id"),
        *("timescale_words", "timescale_kind", "due_on", "due_precision"),
    )

    def __init__(self, rows, updates, evidence, moves, moment):
        self.rows, self.moves, self.moment = rows, moves, moment
        self.last = self._last_rows(moment)
        self.updates = updates
        self.update_by_pk = {u.pk: u for said in updates.values() for u in said}
        one = next(
            iter(self.update_by_pk.values()), None
        )  # without any there is no rating to compare
        self.freeze, self.frozen_at = (one.freeze, one.frozen_at) if one else (None, None)
        self.pieces, self.files = Counter(item.measure_id for item in evidence), defaultdict(list)
        for item in evidence:
            if item.its_file:
                self.files[item.measure_id].append(item.its_file.name)

    def _last_rows(self, moment):
        """By action id, the last row before the moment; deleted actions left out."""
        last = {row["id"]: row for row in self.rows if row["history_date"] < moment}
        return {pk: row for pk, row in last.items() if row["history_type"] != "-"}

    def of_plan(self, document, *, on):
        """``document`` with the actions of that day as they stood; ``on`` is the day, for what is overdue."""
        sections = tuple(
            SectionFacts(
                section.priority,
                tuple(
                    SectionPart(
                        part.objective,
                        tuple(self._action(a, on) for a in part.actions if a.pk in self.last),
                    )
                    for part in section.parts
                ),
            )
            for section in document.sections
        )
        return replace(document, on=on, compared_with=self.freeze or "", sections=sections)

    def removed_since(self, present):
        return tuple(
            f"{row['reference']} {row['title']}"
            for pk, row in self.last.items()
            if pk not in present
        )

    def distribution(self, moment, *, on):
        """How many actions stood at each rating at an earlier moment, those removed since included."""
        rows = self._last_rows(moment).values()
        counts = {kind.value: 0 for kind in RatingKind}
        for row in rows:
            counts[row["rating"]] += 1
        overdue = sum(
            row["rating"] != RatingKind.BLUE and row["due_on"] is not None and row["due_on"] < on
            for row in rows
        )
        return Distribution(tuple(counts.items()), overdue)

    def _action(self, action, on):
        row = self.last[action.pk]
        scale = self._timescale(action, row)
        update = self._update(row)
        return replace(
            action,
            reference=row["reference"],
            title=row["title"],
            wording=row["wording"],
            importance=row["importance"],
            rating=row["rating"],
            rating_before=self._rating_before(row),
            rated_at=row["rated_at"],
            unconfirmed_since=unconfirmed_since(
                row["rating"], update and timezone.localdate(update.at), on=on
            ),
            update=update,
            timescale=scale,
            measures=tuple(
                replace(m, evidence=self.pieces[m.pk], files=tuple(self.files[m.pk]))
                for m in action.measures
            ),
            is_overdue=row["rating"] != RatingKind.BLUE
            and scale.due_on is not None
            and scale.due_on < on,
        )

    def _rating_before(self, row):
        """The rating at the last freeze before the moment; the one before where there was no freeze."""
        if self.freeze is None:
            return row["previous_rating"]
        said = [u.rating for u in self.updates.get(row["id"], ()) if u.at <= self.frozen_at]
        return said[-1] if said else ""

    def _update(self, row):
        said = self.update_by_pk.get(row["last_update_id"])
        return said and UpdateFacts(
            said.at, said.by_name, said.rating, said.comment, said.next_steps, said.no_change
        )

    def _timescale(self, action, row):
        if not action.has_own_timescale:
            return action.timescale
        return TimescaleFacts(
            text=timescale_text(
                kind=row["timescale_kind"],
                words=row["timescale_words"],
                due_on=row["due_on"],
                precision=row["due_precision"],
            ),
            kind=row["timescale_kind"],
            due_on=row["due_on"],
            precision=row["due_precision"],
            first_text=action.timescale.first_text,
            first_due_on=action.timescale.first_due_on,
            slips=sum(
                move.is_slip and move.at < self.moment
                for move in self.moves
                if move.action_id == action.pk
            ),
        )
