"""Benchmarks: plain scripts that measure real processes over loopback. Pytest collects none of them."""
