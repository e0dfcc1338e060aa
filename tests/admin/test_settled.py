"""What imports settled about texts and headers: seen by name, and forgotten."""

import pytest
from django.utils import timezone

from registry.models import ColumnMeaning, Decision

from ..office import hire

pytestmark = pytest.mark.one_database


@pytest.fixture
def settled(cast):
    said = {"verdict": "is", "record_id": cast.rice.pk, "decided_at": timezone.now()}
    Decision.objects.create(kind="official", text="sec rice", **said)
    ColumnMeaning.objects.create(kind="agencies", header="zork", field="website")


@pytest.mark.parametrize("kind", ["decision", "columnmeaning"])
def test_each_has_a_page_and_can_be_forgotten(kind, staff, settled):
    address = f"/admin/registry/{kind}/"
    assert "To forget one, delete it" in staff.get(address).content.decode()
    [one] = staff.get(address).context["cl"].result_list
    assert staff.get(f"{address}{one.pk}/change/").status_code == 200
    assert staff.post(f"{address}{one.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not type(one).objects.exists()


def test_what_a_text_means_is_told_by_name_and_what_a_header_means_by_label(
    staff, settled, cast
):
    page = staff.get("/admin/registry/decision/").content.decode()
    assert f'<a href="/admin/registry/official/{cast.rice.pk}/change/">{cast.rice}</a>' in page
    assert ">website<" in staff.get("/admin/registry/columnmeaning/").content.decode()


def test_who_loads_sheets_may_forget_what_they_settled(client, settled):
    client.force_login(hire()["importer"])
    for kind, model in (("decision", Decision), ("columnmeaning", ColumnMeaning)):
        address = f"/admin/registry/{kind}/{model.objects.get().pk}/delete/"
        assert client.post(address, {"post": "yes"}).status_code == 302
        assert not model.objects.exists()
