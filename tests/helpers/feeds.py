"""Helpers for tests of data feeds: a token, and requests as programs send them."""

import base64
from datetime import date

from django.test import Client

from plans.feeds.read import FeedReading
from plans.feeds.table import FeedScope
from plans.feeds.tables import FEED_TABLES, find_feed_table
from plans.services.feed_token import issue_token
from tests.helpers.builders import NOW

ALL = tuple(table.name for table in FEED_TABLES)
UNTIL = date(2027, 3, 31)


def make_token(people, *, name="Power BI", tables=ALL, expires_on=UNTIL, at=NOW, **values):
    """(a FeedToken of the partnership, its secret)"""
    return issue_token(
        people.partnership,
        by=people.business_manager,
        name=name,
        tables=tables,
        expires_on=expires_on,
        at=at,
        **values,
    )


def bearer(secret):
    return {"headers": {"Authorization": f"Bearer {secret}"}}


def basic(secret, user="powerbi"):
    pair = base64.b64encode(f"{user}:{secret}".encode()).decode()
    return {"headers": {"Authorization": f"Basic {pair}"}}


def get(path, secret, **query):
    """The response to a program that sends the token, without a session."""
    client = Client(raise_request_exception=False)
    return client.get(f"/ashshire/feeds/{path}", query, **bearer(secret))


def read_table(partnership, name, *, since=None, includes_drafts=False):
    """All rows of a table of the feeds."""
    scope = FeedScope(partnership, includes_drafts)
    reading = FeedReading(find_feed_table(name), scope, since)
    return [row for page in reading.pages() for row in page.rows]
