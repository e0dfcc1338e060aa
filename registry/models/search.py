"""What search keeps of the record. Worked out from it by `registry.search`, and made anew
by `manage.py index_record`."""

from django.db import models
from django.db.models.lookups import Lookup


class SearchEntry(models.Model):
    """The words of one record's page, and of the records that it shows."""

    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    # Each a piece of text with the record that it comes from: `search.entries.Piece`.
    names = models.JSONField()
    texts = models.JSONField()
    # Kind and id of each record, but the page's own, that a piece comes from.
    sources = models.JSONField()
    # All tokens, with a blank between: what is looked for. The database's own index of
    # them is made by `search.tables`.
    words = models.TextField()

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="one_entry_a_record")
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


@models.TextField.register_lookup
class Match(Lookup):
    """`words__match=[["n_rice*"], ["k_official", "k_body"]]`: one of each list is among
    the words; a star stands for how a word may go on."""

    lookup_name = "match"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "%s", [value]

    def as_sqlite(self, compiler, connection):
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        wanted = self._written('"', " OR ", "*")
        return (
            f"{alias}.id IN (SELECT rowid FROM registry_searchentry_index "
            "WHERE registry_searchentry_index MATCH %s)",
            [" AND ".join(wanted)],
        )

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        wanted = self._written("'", " | ", ":*")
        return f"registry_tokens({column}) @@ %s::tsquery", [*params, " & ".join(wanted)]

    def _written(self, quote, either, goes_on):
        # Tokens are letters, digits and underscores: there is nothing to escape.
        return [
            "("
            + either.join(
                f"{quote}{term.removesuffix('*')}{quote}{goes_on if term[-1] == '*' else ''}"
                for term in terms
            )
            + ")"
            for terms in self.rhs
        ]


class Spelling(models.Model):
    """A form of a word that stands in a name: its own, one with a letter less, or how it
    sounds. Misspelt words share forms with right ones."""

    form = models.CharField(max_length=60)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "word"], name="spelling_is_kept_once")
        ]

    def __str__(self):
        return f"{self.form}: {self.word}"
