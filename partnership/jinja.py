"""The Jinja2 environment of our pages: govuk-frontend's macros, our templates and a few filters."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

import jinja2
import nh3
from django import forms
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import ordinal
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.text import capfirst
from markupsafe import Markup, escape

from partnership.file_size import size_in_words
from partnership.formatted_text import PARSER

# Widgets that our form templates do not render themselves use Django's templates.
WIDGETS = Path(forms.__file__).parent / "jinja2"


class Undefined(jinja2.Undefined):
    """A misspelt name or a missing attribute is an error where it is printed or looped over.

    Two things stay allowed, because govuk-frontend's macros rely on them: a key that a dictionary
    of options does not have, and ``{% if name %}`` for a name that a page does not give.
    """

    __slots__ = ()

    def _is_slip(self):
        return self._undefined_name is not None and not isinstance(self._undefined_obj, dict)

    def __str__(self):
        return self._fail_with_undefined_error() if self._is_slip() else ""

    def __iter__(self):
        if self._is_slip():
            self._fail_with_undefined_error()
        yield from ()

    def __len__(self):
        return self._fail_with_undefined_error() if self._is_slip() else 0

    def __bool__(self):
        if self._is_slip() and self._undefined_obj is not jinja2.utils.missing:
            self._fail_with_undefined_error()
        return False


def environment(**options):
    """The Environment for settings.TEMPLATES; Django provides the loader of our own templates."""
    options["loader"] = jinja2.ChoiceLoader(
        [
            options["loader"],
            jinja2.PrefixLoader(
                {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
            ),
            jinja2.FileSystemLoader(WIDGETS),
        ]
    )
    options["undefined"] = Undefined
    # Everything is escaped except plain text, which emails use.
    options["autoescape"] = jinja2.select_autoescape(
        disabled_extensions=["txt"], default=True, default_for_string=True
    )
    env = jinja2.Environment(**options, trim_blocks=True, lstrip_blocks=True)
    env.globals.update(static=static, url=url, get_messages=get_messages)
    env.globals.update(remembered=remembered, remembered_long=remembered_long)
    env.filters.update(
        address_with=address_with,
        ago=ago,
        capfirst=capfirst,
        clock=clock,
        date=date,
        file_size=size_in_words,
        lines=lines,
        markdown=markdown,
        moment=moment,
        on_one_line=on_one_line,
        ordinal=ordinal,
        plural=plural,
        query=query,
        times=times,
    )
    return env


def url(name, *args, **kwargs):
    """The URL of the page called ``name``."""
    urls = get_urlconf() or settings.ROOT_URLCONF
    return _reverse(name, args, tuple(kwargs.items()), urls, get_script_prefix())


@lru_cache(maxsize=10_000, typed=True)
def _reverse(name, args, kwargs, urls, prefix):
    """As ``reverse``: a page has a hundred links, and most of them are on the next page too.

    ``prefix`` is part of the key only: Django reads it by itself.
    """
    return reverse(name, urlconf=urls, args=args or None, kwargs=dict(kwargs) or None)


@lru_cache(maxsize=4_000, typed=True)
def remembered(macro, *values):
    """What ``macro`` renders of ``values``, kept for those rendered last.

    Only for a macro that reads nothing else: no request, no permission, no clock. The values are frozen dataclasses and
    plain values, so that the same values are the same text (decision 0066).
    """
    return macro(*values)


@lru_cache(maxsize=40, typed=True)
def remembered_long(macro, *values):
    """``remembered``, for what fills most of a page: a yearly report takes 60 kB."""
    return macro(*values)


def address_with(query, **changes):
    """A query string with “?”: ``query`` (a QueryDict) with some values replaced; "" leaves one out."""
    changed = query.copy()
    for name, value in changes.items():
        changed[name] = value
    kept = [(name, value) for name, values in changed.lists() for value in values if value]
    return f"?{urlencode(kept)}" if kept else "?"


def query(values):
    """A query string with “?” of the values that there are; "" if there are none."""
    kept = {name: value for name, value in values.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _local(when):
    """A date as it is; a datetime in local time."""
    aware = isinstance(when, datetime) and timezone.is_aware(when)
    return timezone.localtime(when) if aware else when


def date(when):
    """22 November 2026, from a date or (in local time) a datetime; nothing from None."""
    if not when:
        return ""
    local = _local(when)
    return _in_words(local.date() if isinstance(local, datetime) else local)


@lru_cache(maxsize=10_000)
def _in_words(day):
    return date_format(day, "j F Y")


def clock(when):
    """3:04pm, in local time."""
    local = _local(when)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def moment(when):
    """22 November 2026 at 3:04pm, in local time."""
    return f"{date(when)} at {clock(when)}" if when else ""


def ago(when, today):
    """The distance from the day ``today``: “today”, “4 days ago”, “3 months ago”, “in 4 days”."""
    local = _local(when)
    days = (today - (local.date() if isinstance(local, datetime) else local)).days
    if abs(days) <= 1:
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    spans = ((730, 365, "year"), (60, 30, "month"), (14, 7, "week"), (0, 1, "day"))
    length, unit = next((length, unit) for least, length, unit in spans if abs(days) >= least)
    span = plural(abs(days) // length, unit)
    return f"{span} ago" if days > 0 else f"in {span}"


def plural(number, one, many=None):
    """1 action, 3 actions; ``many`` where an s does not do."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(number):
    """once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number) or plural(number, "time")


def on_one_line(text):
    """The lines of a text one after another: “March 2027; June 2027”."""
    return "; ".join(text.split("\n"))


def lines(text):
    """Plain text as paragraphs, where a blank line begins a new one."""
    paragraphs = (p for p in text.replace("\r\n", "\n").split("\n\n") if p.strip())
    return Markup("").join(
        Markup('<p class="govuk-body">{}</p>').format(
            Markup("<br>").join(escape(line) for line in paragraph.strip("\n").split("\n"))
        )
        for paragraph in paragraphs
    )


# The formatting that people may use, with the class of each element on our pages.
MARKDOWN_CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
}
MARKDOWN_TAGS = {*MARKDOWN_CLASSES, "li", "em", "strong", "br"}


def markdown(text):
    """Render paragraphs, lists, emphasis and links; everything else stays plain text."""
    tokens = PARSER.parse(text)
    for token in tokens:
        for piece in (token, *(token.children or ())):
            if piece.nesting == 1 and piece.tag in MARKDOWN_CLASSES:
                piece.attrSet("class", MARKDOWN_CLASSES[piece.tag])
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return Markup(
        nh3.clean(
            html,
            tags=MARKDOWN_TAGS,
            attributes={"a": {"href"}},
            allowed_classes={tag: set(names.split()) for tag, names in MARKDOWN_CLASSES.items()},
            url_schemes={"http", "https", "mailto"},
        )
    )
