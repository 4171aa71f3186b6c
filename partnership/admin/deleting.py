"""Deleting in the admin: one by one, with a reason that names no child, where one is asked."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect, QueryDict

from partnership.admin_site import reason_given
from partnership.child_details import question_about


class RecordDeletion:
    """The page that asks whether to delete, and why; and what goes along with a record."""

    takes_along = ()  # models deleted with the record though nobody may delete them by themselves
    deletes_with_reason = False

    def delete_queryset(self, request, queryset):
        """One by one: a record lets go of what points to it when it is deleted by itself."""
        for record in queryset:
            record.delete()

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        lacking -= {model._meta.verbose_name for model in self.takes_along}
        return deleted, counts, lacking, protected

    def get_actions(self, request):
        """Several at once only where no reason is asked of each."""
        return {} if self.deletes_with_reason else super().get_actions(request)

    def delete_view(self, request, object_id, extra_context=None):
        self.get_object(request, unquote(object_id))  # not theirs: it does not exist
        if request.method == "POST" and self.deletes_with_reason and not reason_given(request):
            self.message_user(request, "Say why this is deleted.", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        reason, sent = reason_given(request), request.POST.get("change_reason-noticed")
        question = question_about(reason, noticed=sent)
        if question is not None:
            sentence, mark = question
            extra_context = {"reason": reason, "question": sentence, "mark": mark}
            request.POST = QueryDict()  # nothing is confirmed: the page is shown again
        return super().delete_view(request, object_id, extra_context)
