from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PartnershipConfig(AppConfig):
    name = "partnership"
    verbose_name = "Partnership"
    default = True


class PlanAdminConfig(admin_apps.AdminConfig):
    """Django's admin, open to business managers and installation staff."""

    default = False
    default_site = "partnership.admin_site.PlanAdminSite"
