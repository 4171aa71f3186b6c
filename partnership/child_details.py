"""The soft check for a child's details in a text. It asks once; the person decides.

``found_in`` reads a text; ``AsksAboutChildren`` asks in a form, on pages and in the admin.

It finds a date of birth, a valid NHS number, and a name beside an age. It will
miss a lot and be wrong at times: it is a reminder, not a filter.
"""

import hashlib
import re

from django import forms
from django.core.exceptions import ValidationError

NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
DATE = r"\d{1,2}(?:st|nd|rd|th)?[ /.-]+(?:\d{1,2}|[A-Za-z]{3,9})[ /.,-]+\d{2,4}"
DATE_OF_BIRTH = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[^\w\n]{{0,5}}(?:is |was |on |the )?{DATE}",
    re.IGNORECASE,
)
AGE = r"(?:1[0-7]|[0-9])"
NAME = r"(?P<name>[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)"
NAME_AND_AGE = [
    re.compile(rf"\b{NAME},? \(?aged? {AGE}\b"),  # Name, aged 9
    re.compile(rf"\b{NAME} \({AGE}(?: years?(?: old)?| y/?o)?\)"),  # Name (9)
    re.compile(rf"\b{NAME}, {AGE}, "),  # Name, 9, …
    re.compile(rf"\b{AGE}[ -]years?[ -]old {NAME}\b"),  # 9-year-old Name
]
# Words that begin with a capital and appear beside numbers without being a name.
NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        Action Actions Age Annex Appendix Band Children Cohort Grade Group Key Level Lot Part People Phase
        Priority Pupils Quarter Recommendation Recommendations Section Stage Step Table Week Year Years Young
        January February March April May June July August September October November December
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday
        """,
    )
)


def found_in(text):
    """What ``text`` seems to contain, as parts of a sentence: “an NHS number”, “a date of birth”, …"""
    found = []
    if any(is_nhs_number(match[0]) for match in NHS_NUMBER.finditer(text)):
        found.append("an NHS number")
    if DATE_OF_BIRTH.search(text):
        found.append("a date of birth")
    matches = (match for pattern in NAME_AND_AGE for match in pattern.finditer(text))
    if any(match["name"].split()[0] not in NO_NAMES for match in matches):
        found.append("a name beside an age")
    return found


def is_nhs_number(written):
    """Whether ten digits have the check digit of an NHS number (weights 10 to 2, modulo 11)."""
    digits = [int(character) for character in written if character.isdigit()]
    weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - weighted % 11) % 11
    return len(digits) == 10 and check == digits[9] and len(set(digits)) > 1


def same_lines(text):
    """The text with one kind of line end, whatever the browser and the database use."""
    return "\n".join(str(text or "").split("\r\n")).strip()


def question_about(text, *, noticed):
    """(question, digest of the text) if the person should be asked about ``text``; else None.

    ``noticed`` is the digest that came back with the text: the person was asked about exactly this text before.
    """
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    found = found_in(text)
    if not found or noticed == mark:
        return None
    return (
        f"This may contain {' and '.join(found)}. Remove it if it is about a child or an adult at risk. "
        "If it is not, save again without changes.",
        mark,
    )


class AsksAboutChildren:
    """Form mixin: asks once about each free-text field; the same text submitted again is accepted.

    Text that was saved before is not asked about: its author was. The template adds a hidden
    ``<name>-noticed`` with the field's value in ``self.noticed``.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.noticed = {}  # field name → digest of a text that was asked about

    def _clean_fields(self):
        super()._clean_fields()
        for name, field in self.fields.items():
            text = self.cleaned_data.get(name)
            if not self._is_free_text(field) or not isinstance(text, str):
                continue
            stood = self.get_initial_for_field(field, name)
            if same_lines(text) != same_lines(stood):
                self._look_for_children(name, text)

    def _is_free_text(self, field):
        return isinstance(field.widget, forms.Textarea)

    def _look_for_children(self, name, text):
        sent = self.data.get(f"{self.add_prefix(name)}-noticed")
        question = question_about(text, noticed=sent)
        if question is not None:
            sentence, self.noticed[name] = question
            self.add_error(name, ValidationError(sentence, code="child_details"))
