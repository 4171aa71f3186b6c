"""Limits how much of an uploaded file is kept: never more than one of our forms accepts."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Passes on the files of one request until they are larger than any form accepts, and drops the rest.

    What was passed on is too large by then, so that the form refuses it with its own error.
    """

    passed = 0  # bytes, of all files of the request

    def receive_data_chunk(self, raw_data, start):
        if self.passed > settings.LARGEST_UPLOAD:
            return None
        self.passed += len(raw_data)
        return raw_data

    def file_complete(self, file_size):
        """Leave making the file to the next handlers."""
