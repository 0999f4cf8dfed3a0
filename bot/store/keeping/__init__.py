"""Keeping a database for years: what may be forgotten.

``shown.py`` which entries feeds still show; ``prune.py`` what goes when it is old, and why nobody misses it.
What belongs here works on a whole database; what a poll or a send writes is the business of the other modules.
"""
