"""What happened to a proposal in one change, told of its action."""

from plans.models import Proposal
from reports.changes.values import Fact, content, lower_first, reworded

DECIDED = {
    Proposal.Decision.ACCEPTED: "accepted",
    Proposal.Decision.AMENDED: "accepted with changes",
    Proposal.Decision.DECLINED: "declined",
    Proposal.Decision.WITHDRAWN: "withdrawn",
}


def tell_proposals(values, rows):
    """The Facts: what was proposed in place of what, and what was decided."""
    facts = []
    for row in rows:
        if row.type == "+":
            facts += _proposed(values, row.record)
        elif row.type == "-":
            facts.append(Fact(f"proposal of another {_about(row.record)} taken out"))
        elif "decision" in row.altered:
            facts += _decided(row.record)
        else:
            facts.append(Fact(f"words of the proposal of another {_about(row.record)} altered"))
    return facts


def _about(proposal):
    return lower_first(proposal.get_about_display())


def _proposed(values, proposal):
    about = _about(proposal)
    values.records.introduce(proposal)
    what = f"another {about} proposed"
    told = reworded(what, proposal.from_words, proposal.proposed)
    if told.texts:  # too long for a sentence: compared beneath it
        yield Fact(what, told.texts)
        return
    says = told.says.replace(" proposed changed from ", " proposed, from ", 1)
    yield Fact(says.replace(" proposed set to ", " proposed: ", 1))


def _decided(proposal):
    at = f", agreed at: {proposal.agreed_where}" if proposal.agreed_where else ""
    yield Fact(
        f"proposal of another {_about(proposal)} by {proposal.by_name} {DECIDED[proposal.decision]}{at}"
    )
    if proposal.note:
        yield content("note of the decision", "Note of the decision", proposal.note)
