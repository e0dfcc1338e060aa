from django.urls import path

from . import calendars, sitemaps
from .api import v1
from .feeds import AgencyFeed, BodyFeed, CorrectionsFeed, EditionsFeed, SubjectFeed
from .views import (
    agencies,
    bodies,
    home,
    laws,
    meetings,
    officials,
    positions,
    resolutions,
    sheets,
    tables,
    trees,
)

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
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
    path("laws/", laws.LawList.as_view(), name="law-list"),
    path("laws/<slug:key>/", laws.LawPage.as_view(), name="law"),
    path("tables/<slug:name>.<slug:ending>", tables.TablePage.as_view(), name="table"),
]
machines = [
    path("feed/", EditionsFeed(), name="feed"),
    path("bodies/<slug:key>/feed/", BodyFeed(), name="body-feed"),
    path("agencies/<slug:key>/feed/", AgencyFeed(), name="agency-feed"),
    path("subjects/<slug:key>/feed/", SubjectFeed(), name="subject-feed"),
    path("meetings.ics", calendars.of_site, name="calendar"),
    path("bodies/<slug:key>/meetings.ics", calendars.of_body, name="body-calendar"),
    path("meetings/<slug:key>/meeting.ics", calendars.of_meeting, name="meeting-calendar"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap-section"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", sitemaps.security, name="security"),
    path("opensearch.xml", sitemaps.opensearch, name="opensearch"),
    path("api/v1/", v1.urls),
    path("api/<path:rest>", v1.missing),
]
