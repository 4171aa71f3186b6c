"""The data feeds themselves: read by programs, which have a token and no session."""

import base64
import binascii
from functools import wraps
from urllib.parse import urlencode

from django.http import JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from partnership.downloads import TYPES, attachment
from plans.feeds.openapi import describe_feeds
from plans.feeds.query import SINCE, SKIP, TOP, BadQuery, read_query, write_skip
from plans.feeds.read import PAGE, FeedReading, last_change_at
from plans.feeds.table import FeedScope
from plans.feeds.tables import find_feed_table
from plans.feeds.write import csv_pieces, json_pieces
from plans.services.feed_throttle import (
    HOUR,
    is_guess_too_many,
    is_token_read_too_often,
    note_refused,
)
from plans.services.feed_token import find_secret, is_well_formed_secret, note_use

CHALLENGE = 'Bearer realm="Data feeds", Basic realm="Data feeds", charset="UTF-8"'


def sent_secret(request):
    """The token of a request: the Bearer's, or the password of Basic; "" for none. Never one in its address."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            pair = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, ValueError):
            return ""
        return pair.partition(":")[2]
    return ""


def problem(status, code, message, **headers):
    """A refusal as OData says it."""
    answer = JsonResponse({"error": {"code": code, "message": message}}, status=status)
    return _private(answer, **headers)


def _private(response, **headers):
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Authorization"
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def needs_feed_token(view):
    """Open a feed to whoever sends a token of its partnership. The view receives ``(request, token, **others)``."""

    @csrf_exempt  # nothing can be changed here; so another method is refused as one
    @require_safe
    @wraps(view)
    def guarded(request, slug, **kwargs):
        text, today = sent_secret(request), timezone.localdate()
        secret = find_secret(text)
        token = secret and secret.token
        if token is None or token.partnership.slug != slug or not token.is_in_force(on=today):
            return _refused(request, slug, text, token)
        if is_token_read_too_often(token):
            return _too_many()
        note_use(secret, on=today, request=request)
        return view(request, token, **kwargs)

    guarded.needs_feed_token = True
    return guarded


def _refused(request, slug, text, token):
    if token is not None:
        note_refused(token, request)
    elif is_well_formed_secret(text) and is_guess_too_many(slug, request):
        return _too_many()
    message = "Send a token of this partnership that has not expired or been revoked."
    return problem(401, "unauthorized", message, WWW_Authenticate=CHALLENGE)


def _too_many():
    message = "Too many requests. Try again in an hour."
    return problem(429, "too_many_requests", message, Retry_After=str(HOUR))


@needs_feed_token
def feed(request, token, table, ending):
    found = find_feed_table(table)
    if found is None:
        return problem(404, "not_found", "There is no table with this name.")
    if found.name not in token.table_names:
        return problem(403, "forbidden", "This token does not open this table.")
    is_paged = ending == "json"
    try:
        query = read_query(request.GET, found, is_paged=is_paged)
    except BadQuery as refusal:
        return problem(400, "bad_request", str(refusal))
    scope = FeedScope(token.partnership, token.includes_drafts)
    reading = FeedReading(found, scope, query.since)
    pieces = _page(request, reading, query) if is_paged else csv_pieces(reading)
    response = StreamingHttpResponse(pieces, content_type=TYPES[ending])
    name = attachment(token.partnership.slug, found.name, kind=ending)
    return _private(response, Content_Disposition=name)


def _page(request, reading, query):
    # Read before the rows, so that none that changes meanwhile is missed the next time.
    began_at = query.began_at or last_change_at(reading.scope.partnership)
    page = reading.page(query.after, most=query.most)
    if page.next:
        links = {"@odata.nextLink": {SKIP: write_skip(page.next, began_at), SINCE: query.since}}
    else:
        links = {"@odata.deltaLink": {SINCE: began_at}}
    top = query.most if query.most != PAGE else None
    addresses = {name: _address(request, asked | {TOP: top}) for name, asked in links.items()}
    return json_pieces(reading.table, page, addresses)


def _address(request, asked):
    known = {name: _text(value) for name, value in asked.items() if value is not None}
    return f"{request.build_absolute_uri(request.path)}?{urlencode(known, safe='$:')}"


def _text(value):
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value


@needs_feed_token
def feed_openapi(request, token):
    document = describe_feeds(token.partnership, feeds_address(request, token.partnership))
    return _private(JsonResponse(document))


def feeds_address(request, partnership):
    """The beginning of the addresses of a partnership's feeds, without a slash at its end."""
    path = reverse("plans:feed_openapi", kwargs={"slug": partnership.slug})
    return request.build_absolute_uri(path).removesuffix("/openapi.json")
