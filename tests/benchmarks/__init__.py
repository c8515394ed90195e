"""Benchmarks: ratios of two measurements taken in one run, with `python -m tests.benchmarks`. They are not tests."""
