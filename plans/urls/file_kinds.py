"""The kinds of file in URLs of tables."""

from django.urls.converters import StringConverter


class TableFileKind(StringConverter):
    """The file extension of a download of tables."""

    regex = "csv|docx|xlsx"
