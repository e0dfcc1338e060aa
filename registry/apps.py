from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register
from django.db.models.signals import post_migrate

from .checks import official_site_is_told_in_full
from .frozen import freeze
from .search import tables


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "Registry"

    def ready(self):
        register(official_site_is_told_in_full)
        post_migrate.connect(freeze, sender=self)
        post_migrate.connect(tables.make, sender=self)
        # It imports the models, which are there only now.
        import_module("registry.search.saves").connect()


class RegistryAdminConfig(AdminConfig):
    # Not in registry.admin: that package registers with the site while it is imported.
    default_site = "registry.signin.RegistrySite"
