"""An imported plan with what a person has changed in it: actions left out, joined, split and reworded."""

from dataclasses import replace

from plans.importing.cells import join_texts

# Fields that are changed as they are typed; priorities by their heading, timescales by their words.
TEXTS = ("reference", "wording", "objective", "rating", "progress")
LISTS = ("leads", "measures")


def apply_choices(plan, choices):
    """Change the actions of an ImportedPlan as the Choices say. What leaves the plan is on its list of words."""
    actions = []
    for action in plan.actions:
        if action.key in choices.left_out:
            plan.removed.append(action)
            _leave_out(plan, action)
        elif action.key in choices.joined and actions:
            actions[-1] = _join(plan, actions[-1], action)
        else:
            actions.extend(_changed(plan, part, choices) for part in _split(action, choices))
    gone = {action.where for action in plan.actions} - {action.where for action in actions}
    joined = {row.where for action in actions for row in action.rows}
    plan.notes = [note for note in plan.notes if note.where not in gone or note.where in joined]
    plan.actions = actions


def _leave_out(plan, action):
    for row in action.rows:
        for _, text in row.cells:
            plan.leave_out(row.where, text)


def _join(plan, first, second):
    """Two actions as one: the words and lists of both; of anything else the first's, and the second's is left out."""
    has_timescale, has_rating = bool(first.timescale.words), bool(first.rating)
    plan.leave_out(second.where, second.reference)
    plan.leave_out(second.where, second.timescale.words if has_timescale else "")
    plan.leave_out(second.where, second.rating if has_rating else "")
    return replace(
        first,
        wording=join_texts(first.wording, second.wording),
        leads=tuple(dict.fromkeys((*first.leads, *second.leads))),
        measures=tuple(dict.fromkeys((*first.measures, *second.measures))),
        timescale=first.timescale if has_timescale else second.timescale,
        rating=first.rating if has_rating else second.rating,
        progress="\n".join(text for text in (first.progress, second.progress) if text),
        others=first.others + tuple(one for one in second.others if one not in first.others),
        rows=first.rows + tuple(row for row in second.rows if row not in first.rows),
        joined=(*first.joined, second.key, *second.joined),
    )


def _split(action, choices):
    """The actions that one becomes: the first keeps its key and reference, the others are told apart by a number."""
    wordings = choices.split.get(action.key, ())
    if not wordings:
        return [action]
    first, *others = wordings
    return [
        replace(action, wording=first),
        *(
            replace(action, key=f"{action.key}+{number}", reference="", wording=wording)
            for number, wording in enumerate(others, 1)
        ),
    ]


def _changed(plan, action, choices):
    changed = choices.changed.get(action.key)
    if not changed:
        return action
    values = {name: changed[name] for name in TEXTS if name in changed}
    values |= {name: tuple(changed[name]) for name in LISTS if name in changed}
    if "priority" in changed:
        found = [n for n, part in enumerate(plan.priorities) if part.heading == changed["priority"]]
        values["priority"] = found[0] if found else None
    if "timescale" in changed:
        values["timescale"] = plan.timescale_of(changed["timescale"])
    return replace(action, **values)
