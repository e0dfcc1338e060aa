"""What is refused before the site starts."""

import pytest
from django.test import Client

from registry.checks import official_site_is_told_in_full

from .views.reading import read, words

OFFICIAL = {
    "host": "example.state.gov",
    "agency": "Office to Monitor and Combat Trafficking in Persons",
    "agency_website": "https://www.state.gov/j/tip/",
    "parent": "U.S. Department of State",
    "parent_website": "https://www.state.gov/",
    "logo": "registry/img/icon-dot-gov.svg",
    "links": {
        "about": "https://www.state.gov/about/",
        "accessibility": "/accessibility/",
        "foia": "https://foia.state.gov/",
        "no_fear": "https://www.state.gov/no-fear/",
        "inspector_general": "https://www.stateoig.gov/",
        "performance": "https://www.state.gov/performance/",
        "privacy": "https://www.state.gov/privacy/",
    },
}


def refused(settings, official) -> list[str]:
    settings.OFFICIAL_SITE = official
    return [error.msg for error in official_site_is_told_in_full(None)]


def without(name: str) -> dict:
    return {key: value for key, value in OFFICIAL.items() if key != name}


def test_a_site_that_claims_nothing_and_one_that_tells_all_may_start(settings):
    assert refused(settings, None) == []
    assert refused(settings, OFFICIAL) == []
    no_parent = {k: v for k, v in OFFICIAL.items() if not k.startswith("parent")}
    assert refused(settings, no_parent) == []


@pytest.mark.parametrize("name", ["host", "agency", "agency_website", "logo"])
def test_each_part_of_the_claim_is_wanted(settings, name):
    assert refused(settings, without(name)) == [f"OFFICIAL_SITE lacks “{name}”."]
    assert refused(settings, OFFICIAL | {name: ""}) == [f"OFFICIAL_SITE lacks “{name}”."]


@pytest.mark.parametrize("name", OFFICIAL["links"])
def test_each_link_that_the_law_requires_is_wanted(settings, name):
    links = {key: value for key, value in OFFICIAL["links"].items() if key != name}
    [said] = refused(settings, OFFICIAL | {"links": links})
    assert said.startswith(f"OFFICIAL_SITE lacks the link “{name}”: ")


@pytest.mark.parametrize(
    "change, said",
    [
        ({"parent_website": ""}, "names a parent by half."),
        ({"parent": ""}, "names a parent by half."),
        ({"host": "example.com"}, "claims “example.com”, which is no .gov or .mil host."),
        (
            {"host": "gov.example.com"},
            "claims “gov.example.com”, which is no .gov or .mil host.",
        ),
        ({"logo": "nowhere.svg"}, "names a logo that is not there: “nowhere.svg”."),
        ({"agancy": "State"}, "has “agancy”, which nothing reads."),
        (
            {"agency_website": "javascript:alert(1)"},
            "has no address of a web page in “agency_website”: “javascript:alert(1)”.",
        ),
        (
            {"links": OFFICIAL["links"] | {"foia": "foia.state.gov"}},
            "has no address of a web page in “links.foia”: “foia.state.gov”.",
        ),
        (
            {"links": OFFICIAL["links"] | {"contact": "https://www.state.gov/"}},
            "has the link “contact”, which nothing shows.",
        ),
    ],
)
def test_what_is_wrong_is_told_in_words(settings, change, said):
    assert refused(settings, OFFICIAL | change) == [f"OFFICIAL_SITE {said}"]


@pytest.mark.parametrize("official", [{}, {"links": []}, {"links": "https://www.state.gov/"}])
def test_an_empty_claim_is_refused_part_by_part(settings, official):
    assert len(refused(settings, official)) >= 5 + 6


@pytest.mark.parametrize("official", [True, "yes", ["State"], 1])
def test_what_is_no_object_is_refused(settings, official):
    assert refused(settings, official) == ["OFFICIAL_SITE is not an object."]


@pytest.mark.django_db
def test_an_official_site_says_whose_it_is_and_another_says_that_it_is_none(settings):
    unofficial = Client().get("/")
    assert "This is not an official website of a government." in words(unofficial)
    assert "usa-banner" not in unofficial.content.decode()
    settings.OFFICIAL_SITE = OFFICIAL
    official = Client().get("/")
    said = words(official)
    assert "This is not an official website" not in said
    assert "An official website of the United States government Here’s how you know" in said
    assert "A .gov website belongs to an official government organization" in said
    assert (
        "example.state.gov An official website of the Office to Monitor and Combat "
        "Trafficking in Persons, U.S. Department of State"
    ) in said
    assert {*OFFICIAL["links"].values(), "https://www.usa.gov/"} <= set(read(official).links)
    settings.OFFICIAL_SITE = OFFICIAL | {"host": "example.mil"}
    assert "A .mil website belongs to an official U.S. Department of Defense" in words(
        Client().get("/")
    )
