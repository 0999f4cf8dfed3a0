"""Keeping a database for years: what may be forgotten, and how it is copied, backed up, restored, moved and rescued.

- ``prune`` what goes when it is old, and why nobody misses it
- ``copying`` all tables from one database into another; ``files`` whole SQLite files; ``holding`` what is there
- ``rescue`` an SQLite file that is removed; ``remembered`` one that is gone at the start
- ``labels`` what operators corrected, as labelled reports for training
- ``nearer`` kept times after the wall clock went back
- ``anew`` all reports out of it, for the sandbox

What belongs here works on a whole database; what a poll or a send writes is the business of the other packages.
"""

__all__ = ["anew", "copying", "files", "holding", "labels", "nearer", "prune", "remembered", "rescue"]
