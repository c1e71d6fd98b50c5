"""How long the program takes: ``python -m benchmarks``. Development only; not part of the package."""
