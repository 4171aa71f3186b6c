"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
application = get_wsgi_application()
# To know one address, Django imports every page: now, not for the first request. What has been imported stays as long
# as the process, so the collector of garbage leaves it out: looking through it takes a tenth of a second each time.
reverse("front_door")
gc.collect()
gc.freeze()
