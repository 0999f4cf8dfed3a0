"""Soldiers in the ledger: a force, an order to leave or to come, and what is only weighed, claimed or over.

- ``counted``: what each number of one report is of
- ``orders``: what rows tell of one another: an order told twice, one that was stopped
"""

__all__ = ["counted", "orders"]
