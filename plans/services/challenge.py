"""Services of challenges: ask a question, answer it, ask again, accept, close. Nothing is ever edited."""

import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import recording
from partnership.policies import refuse
from plans.challenges.read import home_of
from plans.challenges.subjects import subject_words
from plans.models import Challenge, ChallengeResponse
from plans.models.challenge import state_after
from plans.models.lead import leader_kind
from plans.policies.challenge import (
    reason_not_to_accept_answer,
    reason_not_to_answer,
    reason_not_to_ask,
    reason_not_to_ask_again,
    reason_not_to_respond,
)
from plans.policies.lead import reason_not_to_name

Kind = ChallengeResponse.Kind


def raise_challenge(
    partnership, *, by, about, record, to, question, due_on, submission=None, at=None
):
    """Ask ``to`` (a group, post, agency or person) a question about ``record``, to be answered by ``due_on``.

    ``about`` is the kind of the record (Challenge.About). Submitted twice with one ``submission``, it is
    stored once.
    """
    if not question.strip():
        raise ValidationError({"question": "Enter your question."})
    home_kind, home_id = home_of(about, record)
    submission = submission or uuid.uuid4()
    with recording(partnership, by=by, at=at) as change:
        if earlier := partnership.challenge_set.filter(submission=submission).first():
            return earlier
        if _partnership_of(record) != partnership.pk:
            raise ValidationError("Ask about something in your partnership.")
        _refuse_past(due_on, at=change.at)
        refuse(reason_not_to_name([to], partnership, on=timezone.localdate(change.at)), field="to")
        challenge = Challenge(
            partnership=partnership,
            home_kind=home_kind,
            home_id=home_id,
            about=about,
            about_words=subject_words(about, record)[:400],
            question=question.strip(),
            due_on=due_on,
            at=change.at,
            by=by,
            by_name=by.name,
            submission=submission,
            said_at=change.at,
            **{
                "about_change" if about == Challenge.About.CHANGE else about: record,
                f"to_{leader_kind(to)}": to,
            },
        )
        challenge.full_clean()
        challenge.save()
        refuse(reason_not_to_ask(challenge, on=timezone.localdate(change.at)), field="to")
        return challenge


def answer_challenge(challenge, *, by, words, seen, submission=None, at=None):
    """Answer it; the business manager may do so on behalf of those asked, which is recorded.

    ``seen`` is the number of responses the person saw: ValidationError if there are more by now.
    """
    if not words.strip():
        raise ValidationError({"words": "Enter your answer."})
    with recording(challenge, by=by, at=at) as change:
        current, earlier = _lock_challenge(challenge, seen, submission)
        if earlier:
            return current
        refuse(reason_not_to_answer(current, by))
        is_asked = current.is_asked(by, on=timezone.localdate(change.at))
        behalf = "" if is_asked else str(current.to)
        said = {"words": words, "submission": submission, "in_place_of": behalf}
        return _add_response(current, Kind.ANSWERED, by=by, at=change.at, **said)


def ask_again(challenge, *, by, words, due_on, seen, submission=None, at=None):
    """Ask again what the answer leaves open, with a new due date."""
    if not words.strip():
        raise ValidationError({"words": "Enter what you still need to know."})
    with recording(challenge, by=by, at=at) as change:
        current, earlier = _lock_challenge(challenge, seen, submission)
        if earlier:
            return current
        refuse(reason_not_to_ask_again(current, _roles_of(by, current, at=change.at)))
        if due_on is None:
            raise ValidationError({"due_on": "Enter the date you need an answer by."})
        _refuse_past(due_on, at=change.at)
        said = {
            "words": words,
            "submission": submission,
            "in_place_of": _asker_left(current, by),
            "due_on": due_on,
        }
        return _add_response(current, Kind.ASKED_AGAIN, by=by, at=change.at, **said)


def accept_answer(challenge, *, by, seen, words="", submission=None, at=None):
    """Accept the answer. The challenge stays open until the difference it made is known."""
    with recording(challenge, by=by, at=at) as change:
        current, earlier = _lock_challenge(challenge, seen, submission)
        if earlier:
            return current
        refuse(reason_not_to_accept_answer(current, _roles_of(by, current, at=change.at)))
        said = {"words": words, "submission": submission, "in_place_of": _asker_left(current, by)}
        return _add_response(current, Kind.ACCEPTED, by=by, at=change.at, **said)


def close_challenge(challenge, *, by, words, seen, submission=None, at=None):
    """Close it, with the difference that it made."""
    if not words.strip():
        raise ValidationError({"words": "Enter what difference it made, or say that it made none."})
    with recording(challenge, by=by, at=at) as change:
        current, earlier = _lock_challenge(challenge, seen, submission)
        if earlier:
            return current
        refuse(reason_not_to_respond(current, _roles_of(by, current, at=change.at)))
        said = {"words": words, "submission": submission, "in_place_of": _asker_left(current, by)}
        return _add_response(current, Kind.CLOSED, by=by, at=change.at, **said)


def _partnership_of(record):
    """The partnership of the record; a change is not a tracked record and has its own field."""
    return record.partnership_pk() if hasattr(record, "partnership_pk") else record.partnership_id


def _refuse_past(due_on, *, at):
    if due_on < timezone.localdate(at):
        raise ValidationError({"due_on": "The answer date must be today or later."})


def _lock_challenge(challenge, seen, submission):
    """(the challenge locked, whether this submission was stored before); refused if there were responses since."""
    current = Challenge.objects.locked(challenge)
    said = list(current.responses.all())
    if submission and any(one.submission == submission for one in said):
        return current, True
    if len(said) != seen:
        raise ValidationError({"seen": _written_since(said)})
    return current, False


def _written_since(said):
    if not said:  # the page offers no such form
        return "Read the question above, then send your answer again."
    last = said[-1]
    what = f"{last.by_name} replied after you opened this page: {last.get_kind_display().lower()}."
    return f"{what} Read it above, then send yours again."


def _roles_of(by, challenge, *, at):
    return challenge.roles_of(by, on=timezone.localdate(at))


def _asker_left(challenge, by):
    """The name of the asker for whom the scrutineer ``by`` responds; "" if ``by`` asked."""
    return "" if challenge.by_id == by.pk else challenge.by_name


def _add_response(challenge, kind, *, by, at, words, submission, in_place_of, due_on=None):
    response = ChallengeResponse(
        partnership=challenge.partnership,
        challenge=challenge,
        home_kind=challenge.home_kind,
        home_id=challenge.home_id,
        kind=kind,
        words=words.strip(),
        due_on=due_on,
        at=at,
        by=by,
        by_name=by.name,
        in_place_of=in_place_of,
        submission=submission or uuid.uuid4(),
    )
    response.full_clean()
    response.save()
    challenge.state, challenge.said_at = state_after([response]), at
    challenge.due_on = due_on or challenge.due_on
    challenge.save(update_fields={"state", "said_at", "due_on"})
    return challenge
