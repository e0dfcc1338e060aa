import os

from django.core.asgi import get_asgi_application

from registry.paper import engine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitf_site.settings")
application = get_asgi_application()
engine()  # read in before the first reader asks, who would wait a second for it
