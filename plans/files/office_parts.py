"""What the XML parts of an Office file may not say: links to other files, DDE, and less than all of the parts.

DDE (dynamic data exchange) starts another program when the file is opened.
"""

import re

from django.core.exceptions import ValidationError

LINKED = (
    "The file loads {} from somewhere else when it is opened (in {}). Break the link or save the file as a PDF, "
    "then choose it again."
)
DDE = (
    "The file contains a DDE link, which can start another program (in {}). Remove it or save the file as a PDF, "
    "then choose it again."
)
UNNAMED = (
    "The file contains a part that its list of contents does not name ({}). Save it again in the program it came "
    "from, then choose it again."
)
CONTENTS = "[content_types].xml"

# The last word of a relationship's type → what it loads.
LOADED = {
    "attachedtemplate": "a template",
    "image": "a picture",
    "oleobject": "an object",
    "frame": "a page",
    "externallinkpath": "another workbook",
    "subdocument": "another document",
    "video": "a video",
    "audio": "a sound",
}
DDE_NAMES = {"DDE", "DDEAUTO"}
DDE_ELEMENTS = {"ddeLink", "dde-connection-decl", "dde-connection-decls", "dde-link", "dde-source"}
FIELD_TEXTS = {"instrText", "delInstrText"}
FORMULAS = {"f", "definedName"}
# program|topic!item, as Excel writes DDE in a formula. Outside quoted text, “|” has no other use there.
DDE_FORMULA = re.compile(r"\w\s*\|[^!]*!")
QUOTED = re.compile(r'"[^"]*"')


class PartReader:
    """Handlers for an XML parser that reads one part; they raise ValidationError for what is not accepted."""

    def __init__(self, name):
        self.name = name
        self.parser = None
        self.text = []  # of a field or formula that is read at this moment
        self.fields = [""]  # the beginning of each field that is open; the first is outside of any

    def attach(self, parser):
        self.parser = parser
        parser.StartElementHandler = self.start

    def start(self, name, attributes):
        local = name.rpartition(":")[2]
        if local in DDE_ELEMENTS:
            raise ValidationError(DDE.format(self.name))
        if local in FIELD_TEXTS or local in FORMULAS:
            # Only here: calls for every other element's text and end would double the time of a large workbook.
            self.text = []
            self.parser.CharacterDataHandler = self.text.append
            self.parser.EndElementHandler = self.end
        elif local == "Relationship":
            self._check_relationship(attributes)
        elif local == "fldChar":
            self._turn_field(_attribute(attributes, "fldCharType"))
        elif local == "fldSimple":
            self._turn_field("begin")
            self.add_to_field(_attribute(attributes, "instr"))
            self._turn_field("end")

    def end(self, name):
        local, text = name.rpartition(":")[2], "".join(self.text)
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
        if local in FIELD_TEXTS:
            self.add_to_field(text)
        elif local in FORMULAS and DDE_FORMULA.search(QUOTED.sub("", text)):
            raise ValidationError(DDE.format(self.name))

    def add_to_field(self, text):
        """Word splits the text of a field over several elements, as it likes."""
        self.fields[-1] = (self.fields[-1] + text).lstrip()[:40]
        if re.split(r"[\s\\\"]", self.fields[-1])[0].upper() in DDE_NAMES:
            raise ValidationError(DDE.format(self.name))

    def _turn_field(self, kind):
        if kind == "begin":
            if len(self.fields) > 1 and not self.fields[-1]:
                # A field whose name another field computes: only somebody who hides the name writes that.
                raise ValidationError(DDE.format(self.name))
            self.fields.append("")
        elif kind == "end" and len(self.fields) > 1:
            self.fields.pop()
        if kind in ("begin", "end"):
            self.fields[0] = ""

    def _check_relationship(self, attributes):
        kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2].lower()
        is_outside = attributes.get("TargetMode", "").strip().lower() == "external"
        if is_outside and kind != "hyperlink":
            raise ValidationError(LINKED.format(LOADED.get(kind, "another file"), self.name))


def _attribute(attributes, local):
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == local), "")


def check_contents(names, types):
    """Check that [Content_Types].xml, read into ``types``, names each part of an Office file by name or by ending."""
    for name in names:
        small = name.lower()
        extension = small.rpartition("/")[2].rpartition(".")[2] if "." in small else ""
        is_named = f"/{small}" in types["parts"] or extension in types["extensions"]
        if small != CONTENTS and not name.endswith("/") and not is_named:
            raise ValidationError(UNNAMED.format(name[:100]))
