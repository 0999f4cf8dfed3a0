"""Keeping a database for years: what may be forgotten, and how it is copied, backed up, restored and moved.

- ``shown.py`` which entries feeds still show; ``prune.py`` what goes when it is old, and why nobody misses it
- ``copying.py`` all tables from one database into another; ``files.py`` whole SQLite files; ``holding.py`` what is
  there

What belongs here works on a whole database; what a poll or a send writes is the business of the other modules.
"""
