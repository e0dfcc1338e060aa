from django.apps import AppConfig
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
