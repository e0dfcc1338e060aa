"""Lists narrowed, sorted and paged by their address."""

import pytest

from registry.models import Agency, Appointment, FactSheet, Official
from registry.views.pages import BoundedPaginator
from registry.vocabulary import SheetKind

from .addresses import LISTS
from .reading import read, words

pytestmark = pytest.mark.django_db

PITF = "President's Interagency Task Force to Monitor and Combat Trafficking in Persons (PITF)"
SPOG = "Senior Policy Operating Group (SPOG) reports to PITF"
ON = "on=2010-02-03"
FILTERED = [
    f"/{name}/"
    for name in "agencies bodies fact-sheets laws meetings officials positions resolutions".split()
]


def firsts(answer) -> list[str]:
    """The first cells of the last table of a list."""
    assert answer.status_code == 200, words(answer)
    *_, rows = read(answer).tables.values()
    return [row[0] for row in rows[1:]]


@pytest.mark.parametrize(
    "address, found",
    [
        ("bodies/?kind=task force", [PITF]),
        ("bodies/?level=senior working", [SPOG]),
        ("bodies/?agency=dol", [PITF]),
        ("bodies/?agency=Department of Labor", [PITF]),
        ("bodies/?agency=department OF labor", [PITF]),
        ("bodies/?agency=hhs", []),
        ("bodies/?parent=pitf", [SPOG]),
        ("bodies/?year=2002", [PITF]),
        ("bodies/?year=2001", []),
        ("bodies/?status=yes", [PITF, SPOG]),
        ("bodies/?status=no", []),
        ("agencies/?kind=council", ["Domestic Policy Council"]),
        ("agencies/?parent=state", ["Office to Monitor and Combat Trafficking in Persons"]),
        (
            "agencies/?body=SPOG",
            ["Department of State", "Office to Monitor and Combat Trafficking in Persons"],
        ),
        (
            "officials/?agency=doj&year=2007",
            ["Alberto Gonzales", "Peter Keisler", "Michael Mukasey"],
        ),
        ("officials/?agency=doj&capacity=acting", ["Peter Keisler"]),
        ("officials/?status=yes", ["Hillary Clinton"]),
        ("officials/?agency=dol&status=no", ["Elaine Chao"]),
        ("officials/?body=pitf&year=2010", ["Hillary Clinton"]),
        ("positions/?agency=doj", ["Attorney General"]),
        (
            "positions/?body=spog",
            ["Director of the Office to Monitor and Combat Trafficking in Persons"],
        ),
        ("positions/?holders=several", []),
        ("meetings/?body=pitf&year=2007", ["Meeting of October 25, 2007"]),
        ("meetings/?agency=ed", ["Meeting of October 25, 2007"]),
        ("meetings/?subject=human-trafficking", ["Meeting of October 25, 2007"]),
        ("meetings/?status=announced", ["Meeting of December 8, 2003"]),
        ("meetings/?body=spog", []),
        (
            "resolutions/?body=pitf&year=2007&status=approved",
            ["Reaffirming the approach of the Act"],
        ),
        ("resolutions/?status=rejected", []),
        (
            "laws/?body=pitf&effect=authorizes",
            ["Trafficking Victims Protection Act of 2000 (TVPA)"],
        ),
        ("laws/?kind=charter", []),
        ("laws/?year=2000", ["Trafficking Victims Protection Act of 2000 (TVPA)"]),
        (
            "fact-sheets/?body=spog&agency=g-tip&subject=Human trafficking",
            ["The President's Interagency Task Force"],
        ),
        ("fact-sheets/?kind=readout", []),
        ("fact-sheets/?year=2006", []),
        ("fact-sheets/?year=2007&kind=fact sheet", ["The President's Interagency Task Force"]),
    ],
)
def test_a_list_shows_what_its_address_asks_for(client, issued, address, found):
    answer = client.get(f"/{address}&{ON}")
    if found:
        assert firsts(answer) == found
    else:
        assert read(answer).tables == {}
    count = f"{len(found)} "
    assert f" {count}" in words(answer)
    if not found:
        assert "Nothing in the record answers to all of this." in words(answer)


@pytest.mark.parametrize(
    "address, caption",
    [
        ("meetings/?body=pitf", "Meetings, the last first"),
        ("meetings/?sort=place", "Meetings, sorted: place"),
        ("fact-sheets/?sort=oldest", "Fact sheets up to the day, sorted: the oldest first"),
        ("officials/?sort=printed", "Officials, sorted: given name"),
    ],
)
def test_a_caption_tells_the_order_that_was_asked_for(client, issued, address, caption):
    assert list(read(client.get(f"/{address}&{ON}")).tables) == [caption]


def test_two_filters_about_posts_mean_one_and_the_same_post(client, cast):
    """Rice was at State, and somebody acted at Justice: she did not act at Justice."""
    Appointment.objects.create(
        official=cast.rice, position=cast.deputy, capacity="acting", started_on="2003"
    )
    assert firsts(client.get("/officials/?agency=state&capacity=acting")) == [
        "Condoleezza Rice"
    ]
    assert "Condoleezza Rice" not in words(
        client.get("/officials/?agency=state&capacity=acting&year=1999")
    )


@pytest.mark.parametrize(
    "address, first",
    [
        ("bodies/?sort=name", PITF),
        ("agencies/?sort=established", "Department of Education"),
        ("officials/?sort=printed", "Alberto Gonzales"),
        ("officials/?sort=name", "Elaine Chao"),
        ("meetings/?sort=oldest", "Meeting of December 8, 2003"),
        ("meetings/?sort=newest", "Meeting of February 3, 2010"),
        ("positions/?sort=agency", "Attorney General"),
    ],
)
def test_a_list_stands_in_the_order_that_its_address_asks_for(client, cast, address, first):
    assert firsts(client.get(f"/{address}&{ON}"))[0] == first


def test_every_order_of_every_list_answers(client, issued):
    for address in FILTERED:
        html = client.get(address).content.decode()
        sorts = html.split('name="sort">')[1].split("</select>")[0]
        names = [part.split('"')[0] for part in sorts.split('value="')[1:]]
        assert len(names) > 1
        for name in names:
            assert client.get(f"{address}?sort={name}").status_code == 200


def test_what_narrows_the_list_is_told_with_the_way_to_be_rid_of_it(client, cast):
    page = client.get(f"/meetings/?body=pitf&year=2007&sort=oldest&{ON}")
    assert f"Of the body: {PITF} Remove “Of the body: {PITF}”" in words(page)
    assert "In the year: 2007 Remove" in words(page)
    links = read(page).links
    assert "/meetings/?year=2007&sort=oldest&on=2010-02-03" in links
    assert "/meetings/?body=pitf&sort=oldest&on=2010-02-03" in links
    assert f"/meetings/?{ON}" in links  # all of it
    assert "/meetings/?body=pitf&year=2007&sort=oldest" in links  # as it stands today
    html = page.content.decode()
    assert '<input type="hidden" name="body" value="pitf">' in html


def test_the_pages_of_a_narrowed_list_stay_narrowed(client, cast):
    Official.objects.bulk_create(
        Official(family_name="Long", name=f"Long {n:03}", sort_name=f"Long {n:03}")
        for n in range(101)
    )
    page = client.get(f"/officials/?status=no&sort=printed&{ON}")
    assert f"?status=no&sort=printed&{ON}&page=2" in read(page).links
    assert "109 officials." in words(page)
    second = client.get(f"/officials/?page=2&status=no&sort=printed&{ON}")
    assert len(firsts(second)) == 9


def test_pages_reach_so_far_and_no_farther(client, cast, monkeypatch):
    monkeypatch.setattr(BoundedPaginator, "most", 1)
    Official.objects.bulk_create(
        Official(family_name="Long", name=f"Long {n:03}") for n in range(101)
    )
    assert "narrow the list to see the others" in words(client.get("/officials/"))
    assert client.get("/officials/?page=2").status_code == 404
    assert "narrow the list to see the others" not in words(client.get("/bodies/"))


NONSENSE = [
    ("body", "no-such-body", "Of the body: no body is called “no-such-body”."),
    ("body", "pi tf", "Of the body: no body is called “pi tf”."),
    ("body", "x" * 10_000, "Of the body: this is longer than 300 characters."),
    ("body", "<svg onload=alert(1)>", "no body is called “<svg onload=alert(1)>”."),
    ("year", "0", "In the year: “0” is no year. Write four digits, like 2007."),
    ("year", "20070", "In the year: “20070” is no year."),
    ("year", "9999", "In the year: “9999” is no year."),
    ("year", "٢٠٠٧", "In the year: “٢٠٠٧” is no year."),
    ("year", "-2007", "In the year: “-2007” is no year."),
    ("status", "Held", "Status: there is no “Held”. Choose one of “announced”, “held”,"),
    (
        "sort",
        "id",
        "Sort by: there is no order “id”. Choose one of “newest”, “oldest”, “place”.",
    ),
    ("sort", "-held_first", "Sort by: there is no order “-held_first”."),
]


@pytest.mark.parametrize("name, said, told", NONSENSE)
def test_what_a_filter_can_not_mean_is_told_beside_it(client, cast, name, said, told):
    answer = client.get("/meetings/", {name: said, "on": "2010-02-03"})
    assert answer.status_code == 400
    assert told in words(answer)
    assert "0 meetings." in words(answer)
    assert b"<svg" not in answer.content
    assert f'href="#filter_{name}"' in answer.content.decode()
    assert f"filter_{name}" in read(answer).ids


def test_a_filter_given_twice_is_refused_and_an_unknown_one_left_alone(client, cast):
    twice = client.get("/meetings/?body=pitf&body=spog")
    assert twice.status_code == 400
    assert "Of the body: the address names more than one. Leave one." in words(twice)
    assert client.get("/meetings/?body=pitf&body=").status_code == 200
    assert client.get("/meetings/?utm_source=x&kind=charter").status_code == 200


@pytest.mark.parametrize("address", FILTERED)
def test_junk_in_any_filter_is_a_bad_request(client, issued, address):
    names = {
        part.split('"')[0] for part in client.get(address).content.decode().split('name="')
    }
    for name in names & {
        "body",
        "agency",
        "subject",
        "parent",
        "year",
        "kind",
        "status",
        "sort",
    }:
        for junk in ("٣", "%", "' OR 1=1", "a" * 5_000, "\u202e", "__class__", "0"):
            answer = client.get(address, {name: junk})
            assert answer.status_code == 400, (name, junk)


def test_an_acronym_of_several_is_asked_about(client, cast):
    for parent in (cast.labor, cast.education):
        Agency.objects.create(
            key=f"oig-{parent.key}", name="Inspector General", acronym="OIG", parent=parent
        )
    asked = client.get("/meetings/?agency=OIG")
    assert asked.status_code == 400
    assert (
        "Attended by: “OIG” is the name of several agencies. Write the key of one: "
        "“oig-dol”, “oig-ed”." in words(asked)
    )
    assert client.get("/meetings/?agency=oig-dol").status_code == 200


def test_only_what_occurs_is_offered_and_never_more_than_a_page(client, cast):
    html = client.get(f"/meetings/?{ON}").content.decode()
    offered = html.split('id="filter_agency_options">')[1].split("</datalist>")[0]
    assert "Department of State" in offered and "Domestic Policy Council" not in offered
    Agency.objects.bulk_create(
        Agency(key=f"a-{n}", name=f"A {n}", parent=cast.state) for n in range(300)
    )
    Agency.objects.bulk_create(
        Agency(key=f"b-{n}", name=f"B {n}", parent=Agency.objects.get(key=f"a-{n}"))
        for n in range(300)
    )
    page = client.get("/agencies/").content.decode()
    offered = page.split('id="filter_parent_options">')[1].split("</datalist>")[0]
    assert offered.count("<option") == 100


def test_nothing_unpublished_is_offered_found_or_counted(client, cast):
    def seen():
        return [
            (answer.status_code, answer.body)
            for query in ("", "?agency=state", "?agency=g-tip", "?agency=nothing")
            for answer in [client.get(f"/bodies/{query}"), client.get(f"/officials/{query}")]
        ]

    cast.tip.is_public = False
    cast.tip.save()
    before = seen()
    secret = Agency.objects.create(key="nothing", name="Secret", is_public=False)
    Appointment.objects.create(
        official=cast.chao,
        position=cast.deputy,
        is_public=False,
    )
    secret.parent = cast.state
    secret.save()
    assert seen() == before
    assert before[4][0] == before[6][0] == 400


def test_the_lists_with_filters_are_the_ones_that_were_promised():
    assert set(FILTERED) <= set(LISTS)


def test_a_draft_tells_nothing_by_the_filters_of_the_list(client, issued):
    """A sheet on its way to another agency or kind is found where it was issued."""
    FactSheet.objects.update(issuing_agency=issued.labor, kind=SheetKind.READOUT)
    title = issued.edition.title
    assert title in words(client.get(f"/fact-sheets/?agency={issued.tip.key}"))
    assert title not in words(client.get("/fact-sheets/?agency=labor"))
    assert title in words(client.get(f"/fact-sheets/?kind={issued.edition.source['kind']}"))
    assert title not in words(client.get(f"/fact-sheets/?kind={SheetKind.READOUT}"))
    offered = client.get("/fact-sheets/").content.decode()
    assert (
        f'<option value="{issued.tip.key}">' in offered
        and '<option value="labor">' not in offered
    )
