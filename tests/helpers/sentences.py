"""Reads the sentences that describe the last change of a partnership."""

from reports.changes.feed import Reader, read_page


def last_summary(people):
    reader = Reader(people.partnership, None, True)
    (summary,) = read_page(reader, reader.changes(), size=1).summaries
    return summary


def describe_last_change(people):
    return [sentence.text for sentence in last_summary(people).sentences]


def texts(people):
    """The texts below the last change's sentences: (label, [(kind, words)])."""
    return [
        (text.label, [(part.kind, part.text) for part in text.words])
        for sentence in last_summary(people).sentences
        for text in sentence.texts
    ]
