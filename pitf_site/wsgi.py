import os

from django.core.wsgi import get_wsgi_application

from registry.paper import engine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitf_site.settings")
application = get_wsgi_application()
engine()  # read in before the first reader asks, who would wait a second for it
