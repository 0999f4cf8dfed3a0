"""The database itself: its address, connections and transactions, its tables and types, and how they come to be.

- ``engine`` addresses, connections, transactions; ``alive`` pooled connections that are dead
- ``sqlite``, ``open_file`` the file of an SQLite database, ``gate`` being alone with it, ``lock`` one worker for one
  file, ``busy`` a file that something else has locked; ``advisory_locks`` what one worker of several may do
- ``tables``, ``types`` what the tables look like; ``migrate``, ``migrations/`` how a database gets there
- ``statements`` helpers; ``direct`` statements past SQLAlchemy's layers
- ``marks`` by which workers notice that what they remember no longer holds; ``troubles`` that last, in memory

What does not belong here: what any row means.
"""

__all__ = [
    "advisory_locks",
    "busy",
    "direct",
    "engine",
    "lock",
    "marks",
    "migrate",
    "open_file",
    "statements",
    "tables",
    "troubles",
    "types",
]
