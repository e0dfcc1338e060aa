"""No link within the site is dead, nor the part of a page that it names."""

import pytest
from django.http import HttpResponse

from ..stage import set_the_stage
from ..views.addresses import all_addresses
from .crawl import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_every_record_is_reached_from_the_home_page_and_no_link_is_dead(client):
    set_the_stage(crowd=3)
    reached, wrong = crawl(client, ["/", "/?on=2007-10-25"])
    assert wrong == []
    assert set(all_addresses()) - {"/fact-sheets/gone/"} <= reached


def test_no_link_of_the_demonstration_is_dead(client, demonstration):
    """Its pages as they are today: what can be asked of a page, and its other forms, the
    cast has shown."""
    reached, wrong = crawl(client, ["/"], follow=is_plain_page)
    assert wrong == []
    assert {one for one in all_addresses() if not one.startswith("/photos/")} <= reached


def is_plain_page(address: str) -> bool:
    return address.endswith("/") and not address.startswith("/api/")


# What the crawler sees.


class Site:
    """A site of two pages: answers as the test client does."""

    def __init__(self, home: str):
        self.pages = {"/": home, "/other/": '<p id="here">'}

    def get(self, address):
        html = self.pages.get(address)
        return HttpResponse(html or "none", status=200 if html else 404)


@pytest.mark.parametrize(
    "home, wrong",
    [
        ('<a href="/other/#here">', []),
        ('<a href="other/#here">', []),
        ('<a href="#">', []),
        ('<a href="https://example.gov/#x">', []),
        ('<a href="/nowhere/">', ["/ leads to /nowhere/, which answers 404"]),
        ('<form action="/nowhere/">', ["/ leads to /nowhere/, which answers 404"]),
        ('<img src="/nowhere/">', ["/ leads to /nowhere/, which answers 404"]),
        ('<link href="/static/no.css">', ["/ leads to /static/no.css, which is no file"]),
        ('<a href="/other/#there">', ["/ leads to /other/#there, which has no such part"]),
        ('<a href="#there">', ["/ leads to /#there, which has no such part"]),
        ('<p id="a"><p id="a">', ["/ has the id a twice"]),
    ],
)
def test_a_dead_link_is_seen(home, wrong):
    _, seen = crawl(Site(home), ["/"])
    assert seen == wrong
