"""How much of a contradiction is doubt, and no evidence."""

from __future__ import annotations

# Chance of a contradiction up to which it is doubt and takes nothing away; chosen by cross-validation from
# 0, 0.25, 0.35 and 0.5.
DOUBT = 0.35
