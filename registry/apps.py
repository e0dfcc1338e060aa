from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .frozen import freeze


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "Registry"

    def ready(self):
        post_migrate.connect(freeze, sender=self)
