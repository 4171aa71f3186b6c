"""Agencies and the posts in them."""

from django.utils import timezone

from partnership.history import recording, revise
from partnership.models import Agency, Post
from partnership.policies import refuse
from partnership.policies.agency import (
    reason_not_to_begin,
    reason_not_to_hold,
    reason_not_to_name_agency,
    reason_not_to_remove_agency,
    reason_not_to_remove_post,
    reason_not_to_succeed,
)


def add_agency(partnership, *, by, reason="", at=None, **values):
    """An organisation of the partnership."""
    with recording(partnership, by=by, reason=reason, at=at):
        agency = Agency(partnership=partnership, **values)
        agency.full_clean()
        agency.save()
        return agency


def change_agency(agency, *, by, seen=None, reason="", at=None, **values):
    """Change the names, the sector or the standing of an agency."""
    return revise(agency, by=by, seen=seen, reason=reason, at=at, **values)


def succeed_agency(agency, *, by, successor, since, moves=False, seen=None, reason="", at=None):
    """Record that ``successor`` replaced an agency from the day ``since``; None: that it was not replaced.

    ``moves``: its posts, and the members who represent it, are the successor's from now on.
    """
    with recording(agency, by=by, reason=reason, at=at) as change:
        today = timezone.localdate(change.at)
        if successor is None:
            return revise(agency, by=by, seen=seen, succeeded_by=None, succeeded_on=None)
        refuse(reason_not_to_succeed(agency, successor), field="successor")
        refuse(reason_not_to_begin(since, on=today), field="since")
        after = revise(agency, by=by, seen=seen, succeeded_by=successor, succeeded_on=since)
        if moves:
            members = agency.partnership.membership_set.lasting(today).filter(agency=agency)
            for record in (*agency.posts.all(), *members):
                revise(record, by=by, agency=successor)
        return after


def remove_agency(agency, *, by, reason, seen=None, at=None):
    """Remove an agency that was added by mistake: nothing may refer to it."""
    with recording(agency, by=by, reason=reason, at=at):
        current = Agency.objects.locked(agency, seen=seen)
        refuse(reason_not_to_remove_agency(current))
        current.delete()


def add_post(partnership, *, by, reason="", at=None, **values):
    """A job that may lead things, with or without a holder."""
    with recording(partnership, by=by, reason=reason, at=at):
        _refuse_other_agency(partnership, values)
        post = Post(partnership=partnership, **values)
        post.full_clean()
        post.save()
        return post


def change_post(post, *, by, seen=None, reason="", at=None, **values):
    """Change the title, the agency or other names of a post."""
    with recording(post, by=by, reason=reason, at=at):
        _refuse_other_agency(post.partnership, values)
        return revise(post, by=by, seen=seen, **values)


def change_holder(post, *, by, holder, holder_since, seen=None, reason="", at=None):
    """Give a post to ``holder``, or to no one (None), from the day ``holder_since``: today or a day before."""
    with recording(post, by=by, reason=reason, at=at) as change:
        today = timezone.localdate(change.at)
        refuse(reason_not_to_begin(holder_since, on=today), field="holder_since")
        if holder is not None and holder.pk != Post.objects.locked(post).holder_id:
            refuse(reason_not_to_hold(post, holder, on=today), field="holder")
        return revise(post, by=by, seen=seen, holder=holder, holder_since=holder_since)


def remove_post(post, *, by, reason, seen=None, at=None):
    """Remove a post that was added by mistake: nothing may refer to it."""
    with recording(post, by=by, reason=reason, at=at):
        current = Post.objects.locked(post, seen=seen)
        refuse(reason_not_to_remove_post(current))
        current.delete()


def _refuse_other_agency(partnership, values):
    agency = values.get("agency")
    refuse(reason_not_to_name_agency(agency, partnership.pk), field="agency")
