from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import autodiscover_modules


class PartnershipConfig(AppConfig):
    name = "partnership"
    verbose_name = "Partnership"
    default = True

    def ready(self):
        """Load the kinds of job that each app declares in its module ``jobs``."""
        autodiscover_modules("jobs")


class PlanAdminConfig(admin_apps.AdminConfig):
    """Django's admin, open to business managers and installation staff."""

    default = False
    default_site = "partnership.admin_site.PlanAdminSite"
