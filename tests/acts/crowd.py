"""Twenty members of staff at one fact sheet at once, in a process and a migrated database
of their own: prints as JSON what they did and what came of it. `test_crowd.py` runs it.

    DATABASE_URL=… SECRET_KEY=… python -m tests.acts.crowd

Editors add a line each to the text, as often as they are asked for, and take in what others
saved meanwhile; publishers send to review and issue. All through the pages of the admin.
"""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from threading import Barrier

EDITORS, PUBLISHERS, TURNS = 4, 16, 1


class Form(HTMLParser):
    """What a browser would send for the page's form; Django's test client can't tell when
    several threads use it."""

    def __init__(self, page: str):
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.open = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        name, kind = of.get("name", ""), of.get("type", "")
        if tag in ("select", "textarea"):
            self.open = name
            self.sent[name] = [""] if tag == "textarea" else []
        elif tag == "option" and self.open and "selected" in of:
            self.sent[self.open].append(of.get("value") or "")
        elif tag == "input" and name and kind not in ("submit", "file"):
            box = kind in ("checkbox", "radio")
            if not box or "checked" in of:
                self.sent.setdefault(name, []).append(of.get("value") or ("on" if box else ""))

    def handle_data(self, data):
        if self.open and self.lasttag == "textarea":
            self.sent[self.open][0] += data

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.open = ""


def main():
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from registry.models import Edition, EditionFact, FactSheet, SheetEvent
    from tests.admin.browser import address
    from tests.cast import on_stage
    from tests.office import QUICK_HASHERS, hire, staff

    settings.PASSWORD_HASHERS = QUICK_HASHERS
    sheet = on_stage().sheet
    FactSheet.objects.filter(pk=sheet.pk).update(text="Seat of {{ pitf.chair.title }}.")
    hire()
    start = Barrier(EDITORS + PUBLISHERS)
    answers: list[int] = []
    saved: list[str] = []

    def browser(user):
        client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        client.force_login(user)
        start.wait()
        return client

    def heard(answer):
        answers.append(answer.status_code)
        return answer

    def edit(number):
        try:
            client = browser(editors[number])
            for turn in range(TURNS):
                line = f"Line {number}.{turn}."
                for _ in range(200):  # until it is in: others hold the sheet, or were quicker
                    page = heard(client.get(address(sheet)))
                    data = Form(page.content.decode()).sent
                    if "text" not in data:
                        continue  # in review, its text rests
                    data["text"] = data["text"][0].lstrip("\n") + f"\n\n{line}"
                    if heard(client.post(address(sheet), data)).status_code == 302:
                        saved.append(line)
                        break
        finally:
            connection.close()

    def publish(number):
        try:
            client = browser(publishers[number])
            for _ in range(TURNS):
                heard(client.post(address(sheet, "send"), {"remark": ""}))
                sent = {"note": "More lines.", "reason": "A test."}
                for kind in ("first", "update"):  # whichever the form takes now
                    heard(client.post(address(sheet, "issue"), sent | {"kind": kind}))
        finally:
            connection.close()

    editors = [staff(f"e{number}", "Editor") for number in range(EDITORS)]
    publishers = [staff(f"p{number}", "Publisher") for number in range(PUBLISHERS)]
    with ThreadPoolExecutor(EDITORS + PUBLISHERS) as pool:
        work = [pool.submit(edit, n) for n in range(EDITORS)]
        work += [pool.submit(publish, n) for n in range(PUBLISHERS)]
        for one in work:
            one.result()

    text = FactSheet.objects.get(pk=sheet.pk).text
    editions = list(Edition.objects.order_by("number"))
    issued = SheetEvent.objects.filter(act="issue").values_list("edition__number", flat=True)
    print(
        json.dumps(
            {
                "crashes": sorted({one for one in answers if one >= 500}),
                "saved": sorted(saved),
                "lines": sorted(re.findall(r"Line \d+\.\d+\.", text)),
                "numbers": [one.number for one in editions],
                "issued": sorted(issued),
                # Each edition was frozen with its words and its facts, from one text.
                "halves": [
                    one.number
                    for one in editions
                    if one.text.count("Line") != one.source["text"].count("Line")
                    or not EditionFact.objects.filter(edition=one).exists()
                ],
            }
        )
    )


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitf_site.settings")
    django.setup()
    main()
