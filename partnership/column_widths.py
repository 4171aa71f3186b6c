"""How wide the columns of a table are in print, and on which paper they fit."""

from math import sqrt

# Millimetres of the landscape pages: the text, a character of 7.5 points, both paddings of a cell, a label's frame.
PAGES = {"A4": 269, "A3": 392}
CHARACTER, PADDING, FRAME = 1.5, 3.2, 2.2
INDENT = 3  # of a list
# Characters of the longest word that widens its column: longer ones break. Of many columns, down to SHORTEST.
LONGEST, SHORTEST = 16, 4
MOST_FOR_WORDS = 0.75


def fit_texts(columns):
    """(paper, widths in per cent) for columns, each a list of its texts: (text, millimetres of its frame).

    Every column holds its longest word; what is left of the page goes to columns by the square root of the length of
    their text, so that long columns get most of it and short ones are not squeezed. Where the words do not fit
    beside each other the paper is A3, and if they would take more than MOST_FOR_WORDS of it, longer words break.
    """
    for paper, longest, share in _ways_to_fit():
        needs = [_narrowest(column, longest) for column in columns]
        if sum(needs) <= share * PAGES[paper]:
            break
    weights = [sqrt(sum(len(text) for text, _ in column)) for column in columns]
    left = max(0, PAGES[paper] - sum(needs))
    widths = [
        need + left * weight / (sum(weights) or 1)
        for need, weight in zip(needs, weights, strict=True)
    ]
    return paper, [round(100 * width / sum(widths), 2) for width in widths]


def _ways_to_fit():
    """(paper, the longest word that widens a column, the share of the paper for these), the most readable first."""
    yield "A4", LONGEST, 1
    for longest in range(LONGEST, SHORTEST - 1, -1):
        yield "A3", longest, MOST_FOR_WORDS


def _narrowest(texts, longest):
    """The millimetres that the longest word of a column needs, with its frame."""
    words = ((word, frame) for text, frame in texts for word in text.split())
    needed = (
        min(len(word), LONGEST if frame == FRAME else longest) * CHARACTER + frame
        for word, frame in words
    )
    return max(needed, default=CHARACTER) + PADDING
