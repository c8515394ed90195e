"""Speed as ratios measured side by side in one run: `python -m tests.benchmarks`. Never a test."""
