"""The database itself refuses to change or delete what was issued.

The triggers are made after every migration, because SQLite forgets a table's triggers
when a migration rebuilds it.
"""

from django.db import connections

TABLES = (
    "registry_edition",
    "registry_edition_bodies",
    "registry_edition_subjects",
    "registry_editionfact",
)
SAID = "What was issued is frozen: issue another edition instead."


def freeze(using: str = "default", **kwargs):
    """Make the triggers where they are missing. Connected to `post_migrate`."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION registry_frozen() RETURNS trigger AS "
                f"$$ BEGIN RAISE EXCEPTION '{SAID}'; END $$ LANGUAGE plpgsql"
            )
        for table in tables.intersection(TABLES):
            for statement in _make(connection.vendor, table):
                cursor.execute(statement)


def thaw(using: str = "default"):
    """Take the triggers away; for tests that must empty the tables."""
    connection = connections[using]
    on = {"postgresql": " ON {0}"}.get(connection.vendor, "")
    with connection.cursor() as cursor:
        for table in TABLES:
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on.format(table)}")


def _make(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {event} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION registry_frozen()"
            for event in ("update", "delete")
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        for event in ("update", "delete")
    ]
