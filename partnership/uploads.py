"""Limits how much of an uploaded file is kept: never more than one of our forms accepts."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Passes on the files of one request until they are larger than its page accepts, and drops the rest.

    What was passed on is too large by then, so that the form refuses it with its own error. A page that takes larger
    files than evidence says so with ``takes_files_of``.
    """

    passed = 0  # bytes, of all files of the request

    def receive_data_chunk(self, raw_data, start):
        if self.passed > self._most():
            return None
        self.passed += len(raw_data)
        return raw_data

    def _most(self):
        page = getattr(self.request, "resolver_match", None)
        return getattr(page and page.func, "largest_file", settings.EVIDENCE_FILE_MAX_BYTES)

    def file_complete(self, file_size):
        """Leave making the file to the next handlers."""


def takes_files_of(most):
    """Let a view take files of up to ``most`` bytes."""

    def decorate(view):
        view.largest_file = most
        return view

    return decorate
