from django.urls import path

from .feeds import CorrectionsFeed
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
    path("agencies/", agencies.AgencyList.as_view(), name="agency-list"),
    path("agencies/<slug:key>/", agencies.AgencyPage.as_view(), name="agency"),
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
