from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register
from django.db.models.signals import post_migrate

from .checks import official_site_is_told_in_full
from .frozen import freeze


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "Registry"

    def ready(self):
        register(official_site_is_told_in_full)
        post_migrate.connect(freeze, sender=self)


class RegistryAdminConfig(AdminConfig):
    # Not in registry.admin: that package registers with the site while it is imported.
    default_site = "registry.signin.RegistrySite"
