"""Text that the XML of Office files can hold."""

import re

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text):
    """A text without characters that XML does not allow: each is replaced by “�”, so that the loss is visible."""
    return NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n"))
