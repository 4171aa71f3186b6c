"""What an action was merged into, split into or replaced by, and what it came from."""

from collections import defaultdict
from dataclasses import dataclass

from partnership.statements import Given, Statement
from partnership.text import listed
from plans.models import Action, ActionSuccession


@dataclass(frozen=True)
class SuccessionLine:
    """“Split into”, and the actions of which that is true."""

    words: str
    pairs: tuple[tuple[ActionSuccession, Action], ...]  # each link, and the action at its other end

    @property
    def others(self):
        return tuple(action for _, action in self.pairs)


@dataclass(frozen=True)
class Successions:
    into: tuple[SuccessionLine, ...] = ()
    before: tuple[SuccessionLine, ...] = ()

    @property
    def events(self):
        """(moment, by whom, “Merged from 1.2 Audits and 1.3 Visits”) of each change that made links."""
        for line in self.into + self.before:
            told = defaultdict(list)
            for link, other in line.pairs:
                told[link.at, link.by_name].append(str(other))
            for (at, by_name), names in told.items():
                yield at, by_name, f"{line.words} {listed(names)}"

    @property
    def earlier(self):
        """The actions whose story this one goes on with."""
        return tuple(action for line in self.before for action in line.others)


NO_SUCCESSIONS = Successions()


def read_successions(action, *, drafts):
    """The Successions of ``action``: one query. Actions of a draft only for those who read ``drafts``."""
    links = _LINKS.records(action=action.pk)
    shown = [link for link in links if drafts or not link.plan.is_draft]
    into = [(link, link.successor) for link in shown if link.action_id == action.pk]
    before = [(link, link.action) for link in shown if link.successor_id == action.pk]
    return Successions(
        _lines(into, ActionSuccession.INTO),
        _lines(before, ActionSuccession.FROM),
    )


def _lines(pairs, words):
    kinds = dict.fromkeys(link.kind for link, _ in pairs)
    return tuple(
        SuccessionLine(words[kind], tuple(pair for pair in pairs if pair[0].kind == kind))
        for kind in kinds
    )


_LINKS = Statement(
    lambda: ActionSuccession.objects.of(Given("action")).select_related(
        "plan", "action__plan", "successor__plan"
    )
)


@dataclass(frozen=True)
class Part:
    """A lead, a measure, a milestone or a report due that may go on in a successor."""

    pk: int
    words: str
    action: Action  # of which it is

    @property
    def label(self):
        return f"{self.words} (of {self.action.reference})"


@dataclass(frozen=True)
class Parts:
    leads: tuple[Part, ...]
    measures: tuple[Part, ...]
    points: tuple[Part, ...]


def read_parts(actions, successor=None):
    """The Parts of ``actions`` that are not the ``successor``'s already (None: a new one beside the first).

    Three queries for each action, and one more for the successor.
    """
    present = {lead.name for lead in successor.effective_leads()} if successor else set()
    priority = None if successor else actions[0].priority_id
    leads, measures, points = [], [], []
    for action in actions:
        for lead in action.effective_leads():
            if lead.name not in present and (
                lead.priority_id is None or lead.priority_id != priority
            ):
                present.add(lead.name)
                leads.append(Part(lead.pk, lead.name, action))
        measures += [Part(one.pk, one.wording, action) for one in action.measures.all()]
        open_points = action.reporting_points.filter(outcome="").with_leads()
        points += [Part(one.pk, _words(one), action) for one in open_points]
    return Parts(tuple(leads), tuple(measures), tuple(points))


def _words(point):
    if not point.is_milestone:
        return f"Report due {point}"
    return f"{point.title}: {point.timescale}" if point.timescale else point.title
