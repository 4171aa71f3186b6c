"""What the paragraphs above a table say of it: the part of the plan it is about, or a list of all parts."""

from dataclasses import dataclass
from itertools import pairwise

from plans.importing.part_names import GENERAL, PART, names_objective, names_priority
from plans.importing.tables import Paragraph

LONGEST_PART = 300  # letters of a paragraph that names a part


@dataclass(frozen=True, slots=True)
class HeadingsAbove:
    parts: tuple[Paragraph, ...] = ()  # a priority, an objective or both; all priorities of a list
    is_list: bool = False
    title: str = ""  # the paragraph right above the table


NOTHING_ABOVE = HeadingsAbove()


def read_headings_above(texts, is_only=False):
    """The HeadingsAbove of the Paragraphs since the table before; a name of the whole document is none.

    ``is_only``: the file has no other table of the plan, so that several headings above it are a list.
    """
    title = texts[-1].text if texts and len(texts[-1].text) <= LONGEST_PART else ""
    named = [text for text in texts if PART.match(text.text) and len(text.text) <= LONGEST_PART]
    listed = _listed_last(texts, is_only)
    if listed:
        return HeadingsAbove(listed, True, title)
    named = [text for text in named if not text.is_item]
    priorities = [text for text in named if names_priority(text.text)]
    after = texts.index(priorities[-1]) if priorities else 0
    objectives = [
        text for text in named if names_objective(text.text) and texts.index(text) >= after
    ]
    parts = (*priorities[-1:], *objectives[-1:])
    return HeadingsAbove(parts or _marked_last(texts), False, title)


def _listed_last(texts, is_only):
    """The priorities of a list: the last one named is next to another, and neither is a heading of its own table."""
    named = [
        number
        for number, text in enumerate(texts)
        if names_priority(text.text) and (is_only or not text.level)
    ]
    has_headings = any(names_priority(text.text) and text.level for text in texts)
    if not named or (has_headings and not is_only):
        return ()
    run = [named[-1]]
    for later, earlier in pairwise(reversed(named)):
        if later - earlier != 1:
            break
        run.append(earlier)
    return tuple(texts[number] for number in reversed(run)) if len(run) > 1 else ()


def _marked_last(texts):
    marked = [
        text for text in texts if (text.level > 1 or text.is_bold) and not GENERAL.search(text.text)
    ]
    return tuple(marked[-1:])
