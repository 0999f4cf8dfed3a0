"""Tests of the decisions: tables of cases, and properties that hold for any."""
