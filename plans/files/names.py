"""What a file may be called: a name that is shown, stored and given back, and leads nowhere."""

import re
import unicodedata

LONGEST_NAME = 120  # characters, its ending included

# Windows opens devices by these, whatever their ending.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def clean_name(name):
    """(name, ending) of what a browser calls a file: its last part, without what would disguise or lead.

    Gone are directories, control characters, marks that turn the direction of reading, and signs that no
    Windows name has; the ending is in small letters, "" for none.
    """
    last = re.split(r"[/\\]", str(name))[-1]
    plain = unicodedata.normalize("NFC", last)
    plain = "".join(" " if unicodedata.category(c)[0] == "Z" else c for c in plain)
    plain = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    plain = re.sub(r'[<>:"|?*%;]', "-", plain)
    stem, dot, ending = " ".join(plain.split()).rpartition(".")
    stem, ending = (stem, ending.lower()) if dot else (ending, "")
    stem = stem.strip(" .") or "file"
    if DEVICES.match(stem):
        stem = f"file-{stem}"
    stem = stem[: LONGEST_NAME - len(ending) - 1].rstrip(" .")
    return (f"{stem}.{ending}" if ending else stem), ending
