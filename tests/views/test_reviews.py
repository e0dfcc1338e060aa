"""The page of a record tells when it was last compared with its sources."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.acts.review import review

from .reading import words

pytestmark = pytest.mark.one_database

DAY = datetime(2008, 1, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["body", "sheet"])
def test_the_page_tells_the_last_day_and_a_kept_copy_is_good_no_more(client, issued, kind):
    record = {"body": issued.pitf, "sheet": issued.sheet}[kind]
    page = client.get(record.get_absolute_url())
    assert "Last compared" not in words(page)
    kept = {"HTTP_IF_NONE_MATCH": page["ETag"]}
    for day in (DAY, DAY - timedelta(days=400)):
        review([record], by=None, at=day)
    page = client.get(record.get_absolute_url(), **kept)
    assert "Last compared with its sources on January 2, 2008." in words(page)
