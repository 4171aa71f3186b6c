"""Frameworks: read from ``fixtures/frameworks.json`` into the database, as often as one likes."""

import json

from django.conf import settings
from django.db import transaction

from reports.models import Framework, FrameworkSection

FRAMEWORKS = settings.BASE_DIR / "fixtures" / "frameworks.json"


@transaction.atomic
def load_frameworks():
    """Make the frameworks in the database those of the fixture. What is there already is brought up to it.

    A section that left the fixture stays: reports written under it still need it.
    """
    for facts in json.loads(FRAMEWORKS.read_text()):
        framework, _ = Framework.objects.update_or_create(
            key=facts["key"], defaults={"name": facts["name"], "source": facts["source"]}
        )
        for position, section in enumerate(facts["sections"], start=1):
            FrameworkSection.objects.update_or_create(
                framework=framework,
                key=section["key"],
                defaults={
                    "position": position,
                    **{name: section[name] for name in ("title", "asks", "fills", "writer")},
                },
            )
