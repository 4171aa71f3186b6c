"""What the footer leads to, for everybody: help, accessibility, privacy."""

from django.shortcuts import render

from partnership.context import partnerships_of, people_who_help


def help(request):  # named as its page is; nothing here wants Python's own
    people = people_who_help(partnerships_of(request))
    return render(request, "partnership/help.html", {"people": people})


def accessibility(request):
    return render(request, "partnership/accessibility.html")


def privacy(request):
    return render(request, "partnership/privacy.html")
