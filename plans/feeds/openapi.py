"""The description of the feeds as OpenAPI 3.1, made from the dictionary of their tables."""

from partnership.tables import record_schema
from plans.feeds.query import SINCE, SKIP, TOP
from plans.feeds.read import PAGE
from plans.feeds.tables import FEED_TABLES

VERSION = "1.0"  # the first number goes up when a name, a kind or a meaning changes, the second when something is added
ERRORS = {
    "400": "The address asks for something that is not there. The message says what.",
    "401": "The token is missing, unknown, expired or revoked, or it is another partnership’s.",
    "403": "The token does not open this table.",
    "429": "Too many requests in this hour. Retry-After has the seconds to wait.",
}


def describe_feeds(partnership, address):
    """The document for a partnership whose feeds begin with ``address``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Data feeds of {partnership.name}",
            "version": VERSION,
            "description": "Read-only tables of the business plans of a safeguarding children partnership.",
        },
        "servers": [{"url": address}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": {path: item for table in FEED_TABLES for path, item in _paths(table)},
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "The token."},
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "Any user name, and the token as the password.",
                },
            },
            "parameters": _PARAMETERS,
            "responses": {f"error{code}": _error(words) for code, words in ERRORS.items()},
            "schemas": {"error": _ERROR} | {table.name: _row(table) for table in FEED_TABLES},
        },
    }


def _paths(table):
    parameters = [{"$ref": f"#/components/parameters/{name}"} for name in _PARAMETERS]
    page = {"application/json": {"schema": _page(table)}}
    yield f"/{table.name}.json", _get(table, "json", "A page of rows.", page, parameters)
    text = {"text/csv": {"schema": {"type": "string"}}}
    yield f"/{table.name}.csv", _get(table, "csv", "All rows.", text, parameters[:1])


def _get(table, kind, says, content, parameters):
    return {
        "get": {
            "operationId": f"{table.name}_{kind}",
            "summary": f"{table.title} as {kind.upper()}",
            "description": table.meaning,
            "parameters": parameters,
            "responses": {
                "200": {"description": says, "content": content},
                **{code: {"$ref": f"#/components/responses/error{code}"} for code in ERRORS},
            },
        }
    }


def _row(table):
    return {"title": table.title, "description": table.meaning, **record_schema(table.columns)}


def _page(table):
    link = {"type": "string", "format": "uri"}
    return {
        "type": "object",
        "properties": {
            "value": {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}"}},
            "@odata.nextLink": link | {"description": "The next page, if there is one."},
            "@odata.deltaLink": link
            | {"description": "On the last page: what will have changed since the first was read."},
        },
        "required": ["value"],
        "additionalProperties": False,
    }


def _error(words):
    schema = {"$ref": "#/components/schemas/error"}
    return {"description": words, "content": {"application/json": {"schema": schema}}}


_ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
            "required": ["code", "message"],
        }
    },
    "required": ["error"],
}
_PARAMETERS = {
    "since": {
        "name": SINCE,
        "in": "query",
        "description": "Only rows that have changed after this day or moment, such as 2026-11-22 or "
        "2026-11-22T10:00:00Z. Rows that were removed are in the table “removed”.",
        "schema": {"type": "string"},
    },
    "top": {
        "name": TOP,
        "in": "query",
        "description": "Rows on a page.",
        "schema": {"type": "integer", "minimum": 1, "maximum": PAGE, "default": PAGE},
    },
    "skip": {
        "name": SKIP,
        "in": "query",
        "description": "Where a page begins; taken from @odata.nextLink.",
        "schema": {"type": "string"},
    },
}
