"""Deleting in the admin: one record at a time, with a reason that names no child where one is required."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpResponseRedirect, QueryDict

from partnership.admin.forms import partnership_of
from partnership.admin_site import reason_given
from partnership.child_details import question_about
from partnership.history import hold


class RecordDeletion:
    """The page that confirms a deletion and its reason, and the records deleted with it."""

    takes_along = ()  # models deleted with the record, though they cannot be deleted alone
    deletes_with_reason = False

    def delete_queryset(self, request, queryset):
        """Delete one record at a time, because ``delete`` first clears what points to it."""
        for record in queryset:
            record.delete()

    def get_deleted_objects(self, objs, request):
        """Asked again once the locks are held, where they are about to be deleted."""
        if request.method == "POST":
            hold(*(partnership_of(record) for record in list(objs)))
            objs = objs.all() if isinstance(objs, QuerySet) else objs
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        lacking -= {model._meta.verbose_name for model in self.takes_along}
        return deleted, counts, lacking, protected

    def get_actions(self, request):
        """Allow bulk deletion only where no reason is required for each record."""
        return {} if self.deletes_with_reason else super().get_actions(request)

    def delete_view(self, request, object_id, extra_context=None):
        self.get_object(request, unquote(object_id))  # not theirs: 404
        if request.method == "POST" and self.deletes_with_reason and not reason_given(request):
            self.message_user(request, "Enter a reason for deleting this.", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        reason, sent = reason_given(request), request.POST.get("change_reason-noticed")
        question = question_about(reason, noticed=sent)
        if question is not None:
            sentence, mark = question
            extra_context = {"reason": reason, "question": sentence, "mark": mark}
            request.POST = QueryDict()  # not confirmed: the page is shown again
        return super().delete_view(request, object_id, extra_context)
