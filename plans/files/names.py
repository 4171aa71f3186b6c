"""Makes file names safe to show, store and download."""

import re
import unicodedata

LONGEST_NAME = 120  # characters, including the extension

# Windows opens devices by these names, with any extension.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def clean_name(name):
    """(name, extension) of a browser's file name: the last part, without anything misleading.

    Directories, control characters, marks that change the direction of reading, and characters not allowed on
    Windows are removed; the extension is in lower case, "" for none.
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
