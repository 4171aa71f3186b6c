"""Agencies and the posts in them."""

from partnership.history import recording
from partnership.models import Agency, Post


def add_agency(partnership, *, by, at=None, **values):
    """An organisation of the partnership."""
    with recording(partnership, by=by, at=at):
        agency = Agency(partnership=partnership, **values)
        agency.full_clean()
        agency.save()
        return agency


def add_post(partnership, *, by, at=None, **values):
    """A job that may lead things, with or without a holder."""
    with recording(partnership, by=by, at=at):
        post = Post(partnership=partnership, **values)
        post.full_clean()
        post.save()
        return post
