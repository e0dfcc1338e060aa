"""The pages about the site itself."""

from datetime import timedelta

import pytest

from registry.management.commands.prepare import load_pages
from registry.models import Page

from .reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TOP = ["/about/", "/accessibility/", "/privacy/", "/contact/"]


@pytest.mark.parametrize("address", TOP)
def test_a_page_that_every_site_has_answers_before_it_is_written(client, address):
    empty = client.get(address)
    assert empty.status_code == 200
    assert "This page is not written yet." in words(empty)
    Page.objects.create(key=address.strip("/"), title="Secret", text="x", is_public=False)
    assert client.get(address).body == empty.body


def test_the_first_words_come_with_the_site(client, db):
    load_pages()
    assert [page.get_absolute_url() for page in Page.objects.order_by("pk")] == TOP
    assert all(page.history.count() == 1 for page in Page.objects.all())
    assert "the public pages set no cookies" in words(client.get("/privacy/"))
    # The foot of each page says whose website it is, and that differs from copy to copy.
    assert not any("official website" in page.text for page in Page.objects.all())
    assert "Seen names a day on which a source shows" in words(client.get("/about/"))
    assert "Possibly means that the sources leave it open." in words(client.get("/about/"))


def test_a_page_is_markdown_and_nothing_else(client, db):
    text = "## Part\n\n<script>alert(1)</script> **bold** {{ pitf.name }} \ue0000\ue001 [x](javascript:a)"
    Page.objects.create(key="style", title="Style", text=text)
    html = client.get("/pages/style/").content.decode()
    assert "<h3>Part</h3>" in html and "<strong>bold</strong>" in html
    assert "{{ pitf.name }}" in html
    assert "<script>" not in html and 'href="javascript' not in html


def test_each_page_has_one_address_and_former_ones_lead_there(client, db):
    page = Page.objects.create(key="privacy", title="Privacy", text="x")
    moved = client.get("/pages/privacy/?on=2007-10-25")
    assert (moved.status_code, moved["Location"]) == (301, "/privacy/?on=2007-10-25")
    page.key = "data-protection"
    page.save()
    for old in ("/privacy/", "/pages/privacy/"):
        moved = client.get(old)
        assert (moved.status_code, moved["Location"]) == (301, "/pages/data-protection/")
    assert "/pages/data-protection/" in read(client.get("/about/")).links


def test_every_record_leads_to_the_contact_page_which_names_it(client, cast):
    links = read(client.get("/bodies/pitf/?on=2007-10-25")).links
    (link,) = [one for one in links if one.startswith("/contact/") and "from=" in one]
    page = client.get(link)
    address = "http://testserver/bodies/pitf/?on=2007-10-25"
    assert f"You come from this page: {address} . Name its address" in words(page).replace(
        f"{address}.", f"{address} ."
    )


@pytest.mark.parametrize(
    "said",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/no-such-page",
        "[",
        "x" * 9_000,
    ],
)
def test_the_contact_page_names_no_page_that_is_not_ours(client, db, said):
    page = client.get("/contact/", {"from": said})
    assert page.status_code == 200
    assert "You come from" not in words(page) and "evil" not in page.content.decode()


def test_the_page_of_a_record_tells_when_it_was_published_and_changed(client, cast):
    published = "Published on January 1, 2007. The staff"
    assert published in words(client.get("/bodies/pitf/"))
    at = cast.pitf.history.get().history_date
    cast.pitf.purpose = "to meet"
    cast.pitf.save()
    cast.pitf.history.filter(pk=cast.pitf.history.latest().pk).update(
        history_date=at + timedelta(minutes=1)
    )
    assert published in words(client.get("/bodies/pitf/"))
