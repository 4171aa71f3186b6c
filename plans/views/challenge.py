"""Challenges: raised by those who oversee the plan, answered by those who carry it, read by everyone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partnership.downloads import NAMES, file_answer
from partnership.editing import unsaved_input
from partnership.models import Partnership
from partnership.permissions import Permission, allows, requires
from partnership.saving import submit_form, submitted_data
from plans.challenges.read import (
    find_challenge_subject,
    home_of,
    is_of_draft,
    read_challenges,
    read_choices,
)
from plans.challenges.subjects import subject_words
from plans.challenges.table import write_challenges
from plans.filters.action import number
from plans.filters.challenge import ChallengeFilter
from plans.forms.challenge import AnswerForm, ChallengeForm, FollowForm
from plans.models import Challenge
from plans.policies.challenge import (
    reason_not_to_accept_answer,
    reason_not_to_answer,
    reason_not_to_ask_again,
    reason_not_to_respond,
)
from plans.services.challenge import (
    accept_answer,
    answer_challenge,
    ask_again,
    close_challenge,
    raise_challenge,
)
from plans.views.places import address_of

About = Challenge.About
PARTS = ("day", "month", "year")


@requires(Permission.VIEW_PLAN, on=Partnership)
def challenges(request, partnership):
    filters = _filtered(request, partnership)
    filters.offer(partnership, request.user)
    context = {"filters": filters, "challenges": filters.shown(), "today": filters.on}
    return render(request, "plans/challenges.html", context)


@requires(Permission.VIEW_PLAN, on=Partnership)
def challenges_file(request, partnership, kind):
    """The register as filtered. It is short, so it is answered at once."""
    filters = _filtered(request, partnership)
    filters.offer(partnership, request.user)
    told = {"on": filters.on, "filtered": filters.active()}
    content = write_challenges(partnership, filters.shown(), kind, **told)
    about = f"challenges, {NAMES[kind]}"
    return file_answer(request, content, "challenges", kind=kind, about=about)


@requires(Permission.RAISE_CHALLENGE, on=Partnership)
def challenge_new(request, partnership):
    """A challenge about the record in the query string, ``?action=7``; without one, the page offers subjects."""
    about, record = _subject(request, partnership)
    if record is None:
        choices = read_choices(partnership, request.user, on=timezone.localdate())
        return render(request, "plans/challenge_new.html", {"choices": choices})
    typed = unsaved_input.take(request)
    form = ChallengeForm(submitted_data(request), partnership=partnership, typed=typed)
    named = {"about": about, "record": record}
    if submit_form(
        form, lambda: raise_challenge(partnership, by=request.user, **named, **form.values())
    ):
        sentence = f"Challenge sent to {form.saved.to}. The answer will appear here."
        messages.success(request, sentence)
        return redirect(address_of("challenge", form.saved))
    home_kind, home_id = home_of(about, record)
    started = Challenge(about=about, home_kind=home_kind, home_id=home_id)
    context = {"form": form, "about": started, "about_words": subject_words(about, record)}
    context |= {"of_draft": is_of_draft(partnership, started), "record": record}
    context |= {"subject_page": _page_of(partnership, about, record)}
    context |= unsaved_input.context(request.user, typed)
    return render(request, "plans/challenge_new.html", context)


@requires(Permission.VIEW_PLAN, on=Challenge)
def challenge(request, challenge):
    said = list(challenge.responses.all())
    context = {}
    may_answer = allows(request.roles, Permission.ANSWER_CHALLENGE)
    if may_answer and not reason_not_to_answer(challenge, request.user):
        context["answer"] = AnswerForm(seen=len(said))
    may_follow = allows(request.roles, Permission.FOLLOW_CHALLENGE)
    if may_follow and not reason_not_to_respond(challenge, request.roles):
        context["follow"] = FollowForm(challenge=challenge, seen=len(said))
    return _page(request, "plans/challenge.html", challenge, said, **context)


@requires(Permission.ANSWER_CHALLENGE, on=Challenge)
def challenge_answer(request, challenge):
    said, typed = list(challenge.responses.all()), unsaved_input.take(request)
    form = AnswerForm(submitted_data(request), seen=len(said), typed=typed)
    if submit_form(form, lambda: answer_challenge(challenge, by=request.user, **form.said())):
        messages.success(request, f"Answer sent to {challenge.by_name}.")
        return redirect(address_of("challenge", form.saved))
    reason = reason_not_to_answer(challenge, request.user)
    context = {"form": form, "answer": None if reason else form, "reason_against": reason}
    context["brought_back"] = bool(typed)
    return _page(request, "plans/challenge_answer.html", challenge, said, **context)


@requires(Permission.FOLLOW_CHALLENGE, on=Challenge)
def challenge_respond(request, challenge):
    said, typed = list(challenge.responses.all()), unsaved_input.take(request)
    form = FollowForm(submitted_data(request), challenge=challenge, seen=len(said), typed=typed)
    if submit_form(form, lambda: _follow(request, form, challenge)):
        messages.success(request, f"{form.saved.get_state_display()}: {form.saved}.")
        return redirect(address_of("challenge", form.saved))
    reason = reason_not_to_respond(challenge, request.roles)
    context = {"form": form, "follow": None if reason else form, "reason_against": reason}
    context["brought_back"] = bool(typed)
    return _page(request, "plans/challenge_respond.html", challenge, said, **context)


def _filtered(request, partnership):
    today = timezone.localdate()
    found = read_challenges(partnership, request.user, on=today)
    return ChallengeFilter(request.GET or None, queryset=found, on=today)


def _subject(request, partnership):
    """(about, record) from the query string; (None, None) if it names none."""
    for about in About:
        if asked := request.GET.get(about):
            today = timezone.localdate()
            record = find_challenge_subject(
                partnership, request.user, about, number(asked), on=today
            )
            if record is None:
                raise Http404(f"There is no such {about.label.lower()} here.")
            return about, record
    return None, None


def _follow(request, form, challenge):
    if "accept" in request.POST:
        return accept_answer(challenge, by=request.user, **form.said())
    if "again" in request.POST:
        return ask_again(challenge, by=request.user, **form.asked_again())
    return close_challenge(challenge, by=request.user, **form.said())


def _page(request, template, challenge, said, **context):
    partnership, today = challenge.partnership, timezone.localdate()
    context |= {"challenge": challenge, "said": said, "today": today}
    context["of_draft"] = is_of_draft(partnership, challenge)
    context["subject_page"] = _page_of(partnership, challenge.about, challenge.subject)
    context["seal"] = unsaved_input.seal(request.user)
    context["may_accept"] = not reason_not_to_accept_answer(challenge, request.roles)
    context["may_ask_again"] = not reason_not_to_ask_again(challenge, request.roles)
    return render(request, template, context)


def _page_of(partnership, about, record):
    """The URL of its subject; "" if that has been removed."""
    if record is None:
        return ""
    place = {"slug": partnership.slug}
    if about == About.CHANGE:
        day = timezone.localdate(record.at)
        ends = (
            f"{end}_{part}={getattr(day, part)}" for end in ("since", "until") for part in PARTS
        )
        who = f"&person={record.by_id}" if record.by_id else ""
        query = f"{'&'.join(ends)}{who}"
        return f"{reverse('reports:changes', kwargs=place)}?{query}#change-{record.pk}"
    if about == About.PRIORITY:
        return f"{address_of('plan', record.plan)}?priority={record.pk}"
    app = "subgroups" if about == About.GROUP else "plans"
    return reverse(f"{app}:{about}", kwargs=place | {"pk": record.pk})
