"""How much of a file that is being sent is kept on the way in: never more than a form of ours would take."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Lets the files of one request through until they are larger than any that is taken, and drops the rest.

    What was let through is too large by then, so that the form refuses it with its own sentence.
    """

    passed = 0  # bytes, of all files of the request

    def receive_data_chunk(self, raw_data, start):
        if self.passed > settings.EVIDENCE_FILE_MAX_BYTES:
            return None
        self.passed += len(raw_data)
        return raw_data

    def file_complete(self, file_size):
        """The handlers after this one make the file."""
