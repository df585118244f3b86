"""Benchmarks: figures as ratios within one run, because the machine's speed drifts."""
