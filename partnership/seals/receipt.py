"""A seal's receipt, which a scrutineer keeps elsewhere: as text for email, and read from pasted text."""

import re
from dataclasses import dataclass

GROUP = 4  # characters of a digest in a group, to be read aloud


@dataclass(frozen=True)
class Receipt:
    """The content of a receipt: the number of a seal and its digest."""

    number: int
    digest: str


def groups_of(digest):
    """A digest in lines of groups: “3f2a 90bc …”, eight groups a line."""
    groups = [digest[at : at + GROUP] for at in range(0, len(digest), GROUP)]
    return [" ".join(groups[at : at + 8]) for at in range(0, len(groups), 8)]


def read_receipt(text):
    """The Receipt in a text: a whole email, or only its two lines; quoted (“> ”) or not.

    Raises ValueError with a sentence that says what is missing.
    """
    text = re.sub(r"^[\s>|]+", "", text, flags=re.MULTILINE)
    number = re.search(r"\bseal(?: number)?:?\s+(\d{1,9})\b", text, re.IGNORECASE)
    digest = re.search(r"(?<![0-9a-f])(?:[0-9a-f]{4}\s*){16}(?![0-9a-f])", text, re.IGNORECASE)
    if not number:
        raise ValueError("The receipt does not contain a seal number, like “Seal number: 7”.")
    if not digest:
        raise ValueError(
            "The receipt’s digest is incomplete. It must have 16 groups of 4 characters, using 0 to 9 and a to f."
        )
    return Receipt(int(number[1]), re.sub(r"\s", "", digest[0]).lower())
