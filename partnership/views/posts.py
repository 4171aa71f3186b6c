"""The pages that add, change and remove posts, and say who holds one."""

from django.utils import timezone

from partnership.forms.agency import PostForm, PostHolderForm
from partnership.forms.edit import RemoveForm
from partnership.models import Partnership, Post
from partnership.permissions import Permission, requires
from partnership.policies.agency import reason_not_to_remove_post
from partnership.post_holders import read_post_holdings
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from partnership.services.agency import add_post, change_holder, change_post, remove_post
from partnership.views.agencies import AGENCIES


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def post_new(request, partnership):
    form = PostForm(submitted_data(request), record=Post(partnership=partnership))
    if submit_form(form, lambda: add_post(partnership, by=request.user, **form.values())):
        sentence = f"{form.saved} added. Now say who holds it."
        return redirect_saved(request, sentence, "partnership:post_holder", pk=form.saved.pk)
    return edit_page(request, "partnership/post_new.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Post)
def post_edit(request, post):
    form = PostForm(submitted_data(request), record=post)
    if submit_form(form, lambda: change_post(post, by=request.user, **form.values())):
        return redirect_saved(request, "Post saved.", AGENCIES)
    return edit_page(request, "partnership/post_edit.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Post)
def post_holder(request, post):
    form = PostHolderForm(submitted_data(request), record=post, on=timezone.localdate())
    if submit_form(form, lambda: change_holder(post, by=request.user, **form.values())):
        who = form.saved.holder or "no one"
        return redirect_saved(request, f"{post} is held by {who}.", AGENCIES)
    told = {"holdings": read_post_holdings(post)}
    return edit_page(request, "partnership/post_holder.html", form, **told)


@requires(Permission.MANAGE_PARTNERSHIP, on=Post)
def post_remove(request, post):
    form = RemoveForm(submitted_data(request), record=post)
    if submit_form(form, lambda: remove_post(post, by=request.user, **form.values())):
        return redirect_saved(request, f"{post} removed.", AGENCIES)
    reason = reason_not_to_remove_post(post)
    return edit_page(request, "partnership/post_remove.html", form, reason_against=reason)
