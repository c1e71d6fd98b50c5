"""Tests of the benchmarks' arithmetic; none of them measures."""
