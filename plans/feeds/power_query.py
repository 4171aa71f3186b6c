"""The query to paste into Power BI or Excel, in their language M, made from the dictionary of tables.

The address of the feeds is fixed and only the rest is put together, as the Power BI service asks of what it refreshes.
"""

from partnership.tables import Kind
from plans.feeds.query import SKIP

TYPES = {
    Kind.ID: "Int64.Type",
    Kind.COUNT: "Int64.Type",
    Kind.NUMBER: "type number",
    Kind.DATE: "type date",
    Kind.MOMENT: "type datetimezone",
    Kind.YES_NO: "type logical",
}

QUERY = """let
    Read = (skip as nullable text) as record =>
        Json.Document(Web.Contents("{address}", [
            RelativePath = "{name}.json",
            Query = if skip = null then [] else [#"{skip}" = skip]
        ])),
    Next = (page as record) as nullable text =>
        let link = Record.FieldOrDefault(page, "@odata.nextLink", null)
        in if link = null then null else Uri.Parts(link)[Query][#"{skip}"],
    Pages = List.Generate(
        () => Read(null),
        each _ <> null,
        each let skip = Next(_) in if skip = null then null else Read(skip),
        each [value]
    ),
    Rows = Table.FromRecords(List.Combine(Pages), {{{names}}}),
    Typed = Table.TransformColumnTypes(Rows, {{
        {types}
    }}, "en-GB")
in
    Typed"""


def write_query(table, address):
    """The text of the query of a table whose feeds begin with ``address``."""
    types = [f'{{"{c.name}", {TYPES.get(c.kind, "type text")}}}' for c in table.columns]
    return QUERY.format(
        address=address,
        name=table.name,
        skip=SKIP,
        names=", ".join(f'"{column.name}"' for column in table.columns),
        types=",\n        ".join(types),
    )
