"""The site for the tests that drive a browser, in a process and a migrated database of its own:

DATABASE_URL=… SECRET_KEY=… python -m tests.browser.site PORT STAGE MEDIA

On the stage "desks" people work at a sheet, on "pages" every page has all that it can show.
"""

import os
import sys


def main(port: int, stage: str, media: str):
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import run
    from django.core.wsgi import get_wsgi_application

    from tests.office import QUICK_HASHERS
    from tests.stage import set_the_stage

    settings.MEDIA_ROOT = media
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    {"desks": desks, "pages": set_the_stage}[stage]()
    run("127.0.0.1", port, StaticFilesHandler(get_wsgi_application()), threading=True)


def desks():
    from django.contrib.contenttypes.models import ContentType

    from registry.models import Agency, Body, Citation, FactSheet, Position, Seat
    from tests.cast import on_stage
    from tests.office import hire

    cast = on_stage()
    FactSheet.objects.update(is_public=True)
    for model in (Agency, Body, Position, Seat):  # whatever the sheet may read has a source
        kind = ContentType.objects.get_for_model(model)
        for record in model.objects.all():
            Citation.objects.create(source=cast.source, kind=kind, record_id=record.pk)
    hire()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitf_site.settings")
    django.setup()
    main(int(sys.argv[1]), *sys.argv[2:])
