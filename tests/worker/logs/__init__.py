"""Tests of the worker's log."""
