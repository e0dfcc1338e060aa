"""Subjects, and the sources that other answers cite."""

from datetime import date

from pydantic import Field

from ..models import FactSheet, Source, Subject, Topic
from .addresses import api_list
from .answers import DayAnswer, Reference, Sourced, absolute, day_answer
from .asking import ByText
from .kinds import Kind


class SubjectItem(Reference):
    topics: str = Field(description="Where the topics of meetings are listed.")
    fact_sheets: str = Field(description="Where the fact sheets are listed.")

    @staticmethod
    def resolve_topics(subject, context):
        return absolute(api_list(Topic, subject=subject.key), context)

    @staticmethod
    def resolve_fact_sheets(subject, context):
        return absolute(api_list(FactSheet, subject=subject.key), context)


class SubjectFull(Sourced, SubjectItem):
    pass


class SourceItem(Reference):
    title: str
    publisher: str
    website: str
    archived: str
    published_on: DayAnswer | None
    accessed_on: date | None
    license: str

    @staticmethod
    def resolve_published_on(source):
        return day_answer(source.published_on)


class SourceFull(Sourced, SourceItem):
    pass


SUBJECTS = Kind(
    Subject,
    SubjectItem,
    SubjectFull,
    rows=lambda day: Subject.objects.public(),
    filters=(ByText("name", "name_folded", "Only that of this name."),),
    what="What fact sheets and meetings are about.",
)

SOURCES = Kind(
    Source,
    SourceItem,
    SourceFull,
    rows=lambda day: Source.objects.public(),
    filters=(ByText("title", "title_folded", "Only those of this title."),),
    what="The documents, pages and data sets from which facts were taken.",
)
