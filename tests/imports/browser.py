"""Sheets as staff send them, through the pages of the admin."""

import io

from django.contrib.auth.models import Permission

from registry.models import ImportBatch

ADD = "/admin/registry/importbatch/add/"


def may(user, *codenames):
    for codename in codenames:
        found = Permission.objects.filter(codename=codename, content_type__app_label="registry")
        assert found, codename
        user.user_permissions.add(*found)


def sent(text, name="sheet.csv"):
    file = io.BytesIO(text.encode())
    file.name = name
    return {"file": file, "kind": "", "sheet": "", "fixed": ""}


def send(client, text, **more):
    response = client.post(ADD, sent(text) | more)
    if response.status_code != 302:
        return response, None
    batch = ImportBatch.objects.latest("pk")
    assert response.url == f"/admin/registry/importbatch/{batch.pk}/change/"
    return client.get(response.url), batch


def post(client, batch, deed, **data):
    return client.post(f"/admin/registry/importbatch/{batch.pk}/{deed}/", data, follow=True)


def apply(client, batch, **data):
    batch.refresh_from_db()
    return post(client, batch, "apply", digest=batch.digest, **data)


def page(client, batch) -> str:
    return client.get(f"/admin/registry/importbatch/{batch.pk}/change/").content.decode()
