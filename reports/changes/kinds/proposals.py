"""Describes what happened to a proposal in one change, as part of its action."""

from plans.models import Proposal
from reports.changes.values import Fact, content, lower_first, quoted, reworded

DECIDED = {
    Proposal.Decision.ACCEPTED: "accepted",
    Proposal.Decision.AMENDED: "accepted with changes",
    Proposal.Decision.DECLINED: "declined",
    Proposal.Decision.WITHDRAWN: "withdrawn",
}


def describe_proposals(values, rows):
    """The Facts: the proposed and the present value, and the decision."""
    facts = []
    for row in rows:
        if row.type == "+":
            facts += _proposed(values, row.record)
        elif row.type == "-":
            facts.append(Fact(f"proposal for {_new(row.record)} removed"))
        elif "decision" in row.altered:
            facts += _decided(row.record)
        else:
            facts.append(Fact(f"proposal for {_new(row.record)} reworded"))
    return facts


def _about(proposal):
    return lower_first(proposal.get_about_display())


def _new(proposal):
    """“a new timescale”, “new wording”."""
    article = "" if proposal.about == Proposal.About.WORDING else "a "
    return f"{article}new {_about(proposal)}"


def _proposed(values, proposal):
    about = _about(proposal)
    proposal = values.records.introduce(proposal)
    if proposal.about == Proposal.About.LEAD and proposal.beside:
        lead = f"{proposal.lead} ({proposal.get_role_display().lower()})"
        yield Fact(f"additional lead proposed: {quoted(lead)}")
        return
    what = f"new {about} proposed"
    fact = reworded(what, proposal.from_words, proposal.proposed)
    if fact.texts:  # too long for a sentence: compared below it
        yield Fact(what, fact.texts)
        return
    text = fact.text.replace(" proposed changed from ", " proposed, from ", 1)
    yield Fact(text.replace(" proposed set to ", " proposed: ", 1))


def _decided(proposal):
    where = proposal.agreed_where
    if where and proposal.about == Proposal.About.TIMESCALE and proposal.agreed_words:
        where = ""  # described with the timescale that moved
    at = f", agreed at: {where}" if where else ""
    made = f"proposal for {_new(proposal)} by {proposal.by_name}"
    yield Fact(f"{made} {DECIDED[proposal.decision]}{at}")
    if proposal.note:
        yield content("note", "Note", proposal.note)
