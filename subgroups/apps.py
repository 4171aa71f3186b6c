from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "subgroups"
    verbose_name = "Groups"
