from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from . import calendars, sitemaps
from .api import page, v1
from .feeds import AgencyFeed, BodyFeed, ChangesFeed, CorrectionsFeed, EditionsFeed, SubjectFeed
from .views import (
    agencies,
    bodies,
    changes,
    home,
    index,
    laws,
    meetings,
    officials,
    paper,
    positions,
    resolutions,
    search,
    sheets,
    site_pages,
    tables,
    trees,
)
from .views.citing import cited

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("search/", search.Search.as_view(), name="search"),
    path("fact-sheets/", sheets.SheetList.as_view(), name="fact-sheet-list"),
    path("fact-sheets/<slug:key>/", sheets.SheetPage.as_view(), name="fact-sheet"),
    path(
        "fact-sheets/<slug:key>/editions/",
        sheets.EditionList.as_view(),
        name="edition-list",
    ),
    path(
        "fact-sheets/<slug:key>/editions/<int:number>/",
        sheets.EditionPage.as_view(),
        name="edition",
    ),
    path("fact-sheets/<slug:key>/text/", sheets.SheetText.as_view(), name="fact-sheet-text"),
    path(
        "fact-sheets/<slug:key>/editions/<int:number>/text/",
        sheets.EditionText.as_view(),
        name="edition-text",
    ),
    path("fact-sheets/<slug:key>/pdf/", paper.SheetPdf.as_view(), name="fact-sheet-pdf"),
    path(
        "fact-sheets/<slug:key>/editions/<int:number>/pdf/",
        paper.EditionPdf.as_view(),
        name="edition-pdf",
    ),
    path(
        "fact-sheets/<slug:key>/changes/<int:old>-<int:new>/",
        sheets.ChangesPage.as_view(),
        name="edition-changes",
    ),
    path("fact-sheets/<slug:key>/draft/", sheets.DraftPage.as_view(), name="draft"),
    path("drafts/<str:token>/", sheets.DraftPage.as_view(), name="shared-draft"),
    path("corrections/", sheets.Corrections.as_view(), name="corrections"),
    path("corrections/feed/", CorrectionsFeed(), name="corrections-feed"),
    path("bodies/", bodies.BodyList.as_view(), name="body-list"),
    path(
        "bodies/<slug:key>/roster.<slug:ending>",
        tables.RosterTable.as_view(),
        name="roster-table",
    ),
    path("bodies/<slug:key>/", bodies.BodyPage.as_view(), name="body"),
    path("bodies/<slug:key>/timeline/", bodies.BodyTimeline.as_view(), name="body-timeline"),
    path(
        "bodies/<slug:key>/attendance/",
        bodies.BodyAttendance.as_view(),
        name="body-attendance",
    ),
    path("bodies/<slug:key>/tree/", trees.BodyTree.as_view(), name="body-tree"),
    path("bodies/<slug:key>/compare/", bodies.ComparePage.as_view(), name="body-compare"),
    path("agencies/", agencies.AgencyList.as_view(), name="agency-list"),
    path("agencies/<slug:key>/", agencies.AgencyPage.as_view(), name="agency"),
    path("agencies/<slug:key>/tree/", trees.AgencyTree.as_view(), name="agency-tree"),
    path("officials/", officials.OfficialList.as_view(), name="official-list"),
    path("officials/<slug:key>/", officials.OfficialPage.as_view(), name="official"),
    path("positions/", positions.PositionList.as_view(), name="position-list"),
    path("positions/<slug:key>/", positions.PositionPage.as_view(), name="position"),
    path("meetings/", meetings.MeetingList.as_view(), name="meeting-list"),
    path("meetings/<slug:key>/", meetings.MeetingPage.as_view(), name="meeting"),
    path("photos/<slug:key>/", meetings.PhotoImage.as_view(), name="photo"),
    path("resolutions/", resolutions.ResolutionList.as_view(), name="resolution-list"),
    path("resolutions/<slug:key>/", resolutions.ResolutionPage.as_view(), name="resolution"),
    path("subjects/", index.SubjectList.as_view(), name="subject-list"),
    path("subjects/<slug:key>/", index.SubjectPage.as_view(), name="subject"),
    path("a-z/", index.AToZ.as_view(), name="a-to-z"),
    path("what-changed/", changes.WhatChanged.as_view(), name="what-changed"),
    path("data/", page.Data.as_view(), name="data"),
    path("data/<str:name>", tables.Download.as_view(), name="download"),
    path("about/", site_pages.SitePage.as_view(), {"key": "about"}, name="about"),
    path(
        "accessibility/",
        site_pages.SitePage.as_view(),
        {"key": "accessibility"},
        name="accessibility",
    ),
    path("privacy/", site_pages.SitePage.as_view(), {"key": "privacy"}, name="privacy"),
    path("contact/", site_pages.ContactPage.as_view(), {"key": "contact"}, name="contact"),
    path("pages/<slug:key>/", site_pages.SitePage.as_view(), name="page"),
    path("laws/", laws.LawList.as_view(), name="law-list"),
    path("laws/<slug:key>/", laws.LawPage.as_view(), name="law"),
    path("tables/<slug:name>.<slug:ending>", tables.TablePage.as_view(), name="table"),
]
urlpatterns += cited(urlpatterns)


def read_only(route, view, name):
    """As with pages, what is sent is refused for being sent, not for lack of a token."""
    return path(route, csrf_exempt(require_safe(view)), name=name)


machines = [
    read_only("feed/", EditionsFeed(), name="feed"),
    read_only("what-changed/feed/", ChangesFeed(), name="what-changed-feed"),
    read_only("bodies/<slug:key>/feed/", BodyFeed(), name="body-feed"),
    read_only("agencies/<slug:key>/feed/", AgencyFeed(), name="agency-feed"),
    read_only("subjects/<slug:key>/feed/", SubjectFeed(), name="subject-feed"),
    read_only("meetings.ics", calendars.of_site, name="calendar"),
    read_only("bodies/<slug:key>/meetings.ics", calendars.of_body, name="body-calendar"),
    read_only("meetings/<slug:key>/meeting.ics", calendars.of_meeting, name="meeting-calendar"),
    read_only("sitemap.xml", sitemaps.index, name="sitemap"),
    read_only("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap-section"),
    read_only("robots.txt", sitemaps.robots, name="robots"),
    read_only(".well-known/security.txt", sitemaps.security, name="security"),
    read_only("opensearch.xml", sitemaps.opensearch, name="opensearch"),
    path("api/v1/", v1.urls),
    path("api/<path:rest>", v1.missing),
]
