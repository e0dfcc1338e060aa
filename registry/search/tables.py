"""The index of the words of search entries, in each database's own way.

Made after every migration, because SQLite forgets a table's triggers when a migration
rebuilds it. Tokens come ready-made; no database takes them apart or changes them.
"""

from django.db import connections

TABLE = "registry_searchentry"
ON_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE}_index USING fts5(words, content='{TABLE}', "
    "content_rowid='id', tokenize='ascii tokenchars ''_''', detail=none, columnsize=0)",
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_made AFTER INSERT ON {TABLE} BEGIN "
    f"INSERT INTO {TABLE}_index (rowid, words) VALUES (new.id, new.words); END",
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_gone AFTER DELETE ON {TABLE} BEGIN "
    f"INSERT INTO {TABLE}_index ({TABLE}_index, rowid, words) "
    "VALUES ('delete', old.id, old.words); END",
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_changed AFTER UPDATE ON {TABLE} BEGIN "
    f"INSERT INTO {TABLE}_index ({TABLE}_index, rowid, words) "
    "VALUES ('delete', old.id, old.words); "
    f"INSERT INTO {TABLE}_index (rowid, words) VALUES (new.id, new.words); END",
)
# The function says what it costs: else the planner reads the whole table sooner than the
# index, and takes every entry's words apart.
ON_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION registry_tokens(words text) RETURNS tsvector AS "
    "$$ BEGIN RETURN array_to_tsvector(string_to_array(words, ' ')); END $$ "
    "LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000",
    f"CREATE INDEX IF NOT EXISTS {TABLE}_index ON {TABLE} "
    "USING gin (registry_tokens(words)) WITH (fastupdate = off)",
)


def make(using: str = "default", **kwargs):
    """Make what is missing. Connected to `post_migrate`."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    statements = ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
