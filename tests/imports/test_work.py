"""Long imports are worked on beside the request: shown, cancelled, begun again."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django_tasks import default_task_backend

from registry.imports import work as the_work
from registry.imports.progress import Cancelled, Progress, at_work
from registry.imports.work import carry_on
from registry.models import Agency, ImportBatch, ImportRow, ImportWork

from .browser import ADD, apply, may, page, post, sent
from .sheets import AT, TODAY

SHEET = "acronym,name\nX1,First Office\nX2,Second Office\nX3,Third Office\n"


@pytest.fixture
def later(settings):
    """Tasks wait until a test has them done."""
    settings.IMPORT_ROWS_AT_ONCE = 2
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def do_what_waits():
    for result in list(default_task_backend.results):
        result.task.call(*result.args)
    default_task_backend.clear()


@pytest.fixture
def waiting(cast, clerk, later):
    clerk.post(ADD, sent(SHEET))
    return ImportBatch.objects.get()


@pytest.fixture
def shown(waiting):
    do_what_waits()
    waiting.refresh_from_db()
    return waiting


def offices():
    return Agency.objects.filter(acronym__in=["X1", "X2", "X3"]).count()


def test_a_short_sheet_is_looked_through_at_once(cast, clerk, later):
    clerk.post(ADD, sent("acronym,name\nX1,First Office\n"))
    assert "1 row: 1 new" in page(clerk, ImportBatch.objects.get())


def test_a_long_one_waits_for_its_turn_and_is_then_shown_and_applied(clerk, waiting):
    assert "It waits for its turn." in page(clerk, waiting)
    assert not ImportRow.objects.exists()
    do_what_waits()
    assert "3 rows: 3 new" in page(clerk, waiting)
    waiting.refresh_from_db()
    assert "It waits for its turn." in apply(clerk, waiting).content.decode()
    assert offices() == 0
    do_what_waits()
    assert "Applied." in page(clerk, waiting)
    assert offices() == 3
    may(User.objects.get(username="clerk"), "undo_agency")
    assert "It waits for its turn." in post(clerk, waiting, "undo").content.decode()
    assert offices() == 3
    do_what_waits()
    assert "3 records removed, 0 set back." in page(clerk, waiting)
    assert offices() == 0


def test_a_bar_tells_how_many_rows_of_how_many(clerk, waiting):
    ImportWork.objects.update(begun_at=AT, rows=100_000, done=12_000)
    with at_work(waiting.pk):
        said = page(clerk, waiting)
    assert '<progress aria-labelledby="work-title" max="100000" value="12000">' in said
    assert "12000 of 100000 rows are looked through." in said
    assert 'role="status"' in said and "See how far it is" in said


def test_rows_are_counted_as_they_are_looked_through(clerk, waiting, monkeypatch):
    seen = []

    class Noted(Progress):
        def step(self, rows):
            super().step(rows)
            seen.append(ImportWork.objects.values_list("done", "rows").get())

    monkeypatch.setattr(the_work, "Progress", Noted)
    do_what_waits()
    assert seen == [(3, 3)]


def test_what_waits_is_cancelled_at_once(clerk, waiting):
    said = post(clerk, waiting, "cancel").content.decode()
    assert "Cancelled: nothing was changed." in said
    do_what_waits()
    assert not ImportRow.objects.exists() and not ImportWork.objects.exists()
    assert "Look through it again" in page(clerk, waiting)
    post(clerk, waiting, "again")
    assert "It waits for its turn." in page(clerk, waiting)
    do_what_waits()
    assert "3 rows: 3 new" in page(clerk, waiting)


def test_a_correction_waits_with_the_long_sheet_that_it_mends(cast, clerk, later):
    clerk.post(
        ADD, sent(SHEET.replace("name\n", "name,parent\n").replace("\nX3", ",Nowhere\nX3"))
    )
    do_what_waits()
    batch = ImportBatch.objects.get()
    assert "Refused: 1" in page(clerk, batch)
    mended = sent("acronym,name\nX2,Second Office\n")["file"]
    assert (
        "It waits for its turn." in post(clerk, batch, "correct", file=mended).content.decode()
    )
    do_what_waits()
    assert "New: 3" in page(clerk, batch)


@pytest.mark.parametrize("deed", ["plan", "apply"])
def test_what_has_begun_stops_at_the_next_chunk_and_nothing_is_applied(
    clerk,
    shown,
    monkeypatch,
    deed,
):
    class ButCancelled(Progress):
        def step(self, rows):
            said = post(clerk, shown, "cancel").content.decode()
            assert "It is being stopped." in said
            super().step(rows)

    monkeypatch.setattr(the_work, "Progress", ButCancelled)
    if deed == "plan":
        post(clerk, shown, "again")
    else:
        Agency.objects.create(name="Another")  # so the sheet is gone through again
        apply(clerk, shown)
    do_what_waits()
    nothing = {"plan": "changed", "apply": "applied"}[deed]
    assert f"Cancelled: nothing was {nothing}." in page(clerk, shown)
    assert offices() == 0
    # A plan that was not finished is none; one that was shown still stands.
    assert ImportRow.objects.count() == {"plan": 0, "apply": 3}[deed]


def test_what_is_being_written_can_t_be_cancelled_any_more(clerk, shown):
    apply(clerk, shown)
    ImportWork.objects.update(begun_at=AT, is_writing=True)
    with at_work(shown.pk):
        said = post(clerk, shown, "cancel").content.decode()
    assert "It is being written just now, so it can’t be cancelled any more." in said
    with pytest.raises(Cancelled):
        ImportWork.objects.update(is_cancelled=True)
        Progress(ImportWork.objects.get()).write()


@pytest.mark.parametrize(
    "deed, nothing", [("plan", "changed"), ("apply", "applied"), ("undo", "undone")]
)
def test_a_work_whose_worker_died_says_so_and_can_be_begun_again(
    clerk,
    shown,
    deed,
    nothing,
):
    may(User.objects.get(username="clerk"), "undo_agency")
    options = {"digest": shown.digest} if deed == "apply" else {}
    if deed == "undo":
        apply(clerk, shown)
        do_what_waits()
    ImportWork.objects.create(
        batch=shown, deed=deed, asked_at=AT, begun_at=AT, options=options,
        asked_by=User.objects.get(username="clerk"),
    )  # fmt: skip
    said = page(clerk, shown)
    assert f"This was interrupted, and nothing was {nothing}." in said
    assert "progress.js" not in said
    post(clerk, shown, "again")
    do_what_waits()
    assert not ImportWork.objects.exists()
    assert offices() == {"plan": 0, "apply": 3, "undo": 0}[deed]


def test_what_waits_in_vain_can_be_begun_again(clerk, waiting):
    """A thread is gone with its process, and with it what it was to do."""
    lost = ImportWork.objects.get()
    assert "nobody is left to do it: begin again" in page(clerk, waiting)
    default_task_backend.clear()
    post(clerk, waiting, "again")
    assert ImportWork.objects.get().pk != lost.pk
    do_what_waits()
    assert "3 rows: 3 new" in page(clerk, waiting)
    carry_on(lost.pk, at=AT, today=TODAY)  # were it only late, it would find nothing to do
    assert "3 rows: 3 new" in page(clerk, waiting)


def test_what_was_begun_meanwhile_is_not_begun_again(clerk, waiting):
    work = ImportWork.objects.get()
    ImportWork.objects.update(begun_at=AT)
    with at_work(waiting.pk):
        said = post(clerk, waiting, "again").content.decode()
    assert "This import is being worked on just now." in said
    assert ImportWork.objects.get().pk == work.pk


def test_undo_while_it_is_applied_is_refused_in_words(clerk, shown):
    may(User.objects.get(username="clerk"), "undo_agency")
    apply(clerk, shown)
    ImportWork.objects.update(begun_at=AT)
    with at_work(shown.pk):
        said = post(clerk, shown, "undo").content.decode()
    assert "This import is being worked on just now. Wait until that is done" in said
    assert ImportWork.objects.get().deed == "apply"


def test_pressed_twice_it_is_applied_once(clerk, shown):
    apply(clerk, shown)
    said = apply(clerk, shown).content.decode()
    assert "This import is being worked on just now." in said
    do_what_waits()
    assert offices() == 3
    assert ImportBatch.objects.get().state == "applied"


def test_answers_wait_while_it_is_worked_on(clerk, shown):
    apply(clerk, shown)
    for deed in ("columns", "discard", "correct"):
        data = sent("acronym,name\nX4,Fourth Office\n") | {"0-0": "website"}
        said = post(clerk, shown, deed, **data).content.decode()
        assert "This import is being worked on: wait, or cancel that." in said, deed
    do_what_waits()
    assert ImportBatch.objects.get().state == "applied"


@pytest.mark.parametrize("deed", ["apply", "undo"])
def test_a_right_that_was_taken_away_meanwhile_counts(clerk, shown, deed):
    user = User.objects.get(username="clerk")
    may(user, "undo_agency")
    if deed == "undo":
        apply(clerk, shown)
        do_what_waits()
    post(clerk, shown, deed, digest=shown.digest)
    user.user_permissions.remove(Permission.objects.get(codename=f"{deed}_agency"))
    with pytest.raises(PermissionDenied, match="You may not"):
        do_what_waits()
    assert f"You may not {deed} sheets of agencies." in page(clerk, shown)
    assert offices() == {"apply": 0, "undo": 3}[deed]


def test_what_one_may_not_load_is_not_shown_after_all(cast, clerk, later):
    clerk.post(ADD, sent("family,given\nDoe,Jane\nDoe,John\nDoe,Jim\n"))
    with pytest.raises(PermissionDenied, match="You may not load sheets of officials"):
        do_what_waits()
    said = page(clerk, ImportBatch.objects.get())
    assert "You may not load sheets of officials." in said
    assert "Jane" not in said
    assert not ImportRow.objects.exists()


def test_a_long_file_that_can_t_be_read_says_why_on_its_page(cast, clerk, later):
    clerk.post(ADD, sent("<html>\n<table>\n<tr>\n<td>1</td>\n</tr></table></html>"))
    do_what_waits()
    said = page(clerk, ImportBatch.objects.get())
    assert "web page (HTML)" in said
    assert "Discard" in said and 'value="Apply' not in said


def test_a_fault_of_ours_is_told_in_words_and_without_paths(
    clerk,
    waiting,
    monkeypatch,
    caplog,
):
    monkeypatch.setattr(the_work, "plan_batch", lambda *args, **kwargs: 1 / 0)
    do_what_waits()
    said = page(clerk, waiting)
    assert "Something went wrong that should not have, so nothing was changed." in said
    assert "Traceback" not in said and "division" not in said and ".py" not in said
    assert "ZeroDivisionError" in caplog.text  # for those who run the site
    assert not ImportWork.objects.exists()


def test_a_task_that_comes_twice_or_too_late_does_nothing(clerk, shown):
    apply(clerk, shown)
    [result] = default_task_backend.results
    do_what_waits()
    carry_on(*result.args, at=AT, today=TODAY)
    assert Agency.objects.get(acronym="X1").history.count() == 1
