"""The weighted mean of several trained students or verifiers, layer by layer.

    python -m training.mean_weights --out MEAN.safetensors A.safetensors=0.5 B.safetensors=0.5
    python -m training.mean_weights --out FOLDER A=0.5 B=0.5  # of the verifiers in folders of shipped files

The table of input embeddings is the first one's: the verifier reads with it too. So is all else in a folder.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from mock_interview.grading.verifier import GRAPH
from training.export import export_over, write_config
from training.to_sentence_transformers import restored_weights
from training.verifier import verifier_from

TABLE = "embeddings.word_embeddings.weight"


def mean_weights(parts: Sequence[tuple[dict[str, np.ndarray], float]]) -> dict[str, np.ndarray]:
    """The mean of the weights, by name; what has not the same shape in all parts is the first's.

    Raises ``ValueError`` unless the shares (above 0) sum to one.
    """
    if min(share for _, share in parts) <= 0 or abs(sum(share for _, share in parts) - 1) > 1e-6:
        raise ValueError("the shares must be above 0 and sum to one")
    first = parts[0][0]
    out = dict(first)
    for name, value in first.items():
        shapes = {part[name].shape if name in part else None for part, _ in parts}
        if name != TABLE and shapes == {value.shape}:
            total = sum(part[name].astype(np.float64) * share for part, share in parts)
            out[name] = np.asarray(total, np.float32)
    return out


def _part(argument: str) -> tuple[Path, float]:
    path, _, share = argument.rpartition("=")
    try:
        return Path(path), float(share)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{argument!r}: write FILE=SHARE, as in a.safetensors=0.5") from None


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="+", type=_part, metavar="FILE=SHARE")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="1.0.0", help="written beside the files of a folder")
    options = parser.parse_args()
    folders = all(path.is_dir() for path, _ in options.parts)
    try:
        parts = [(_read(path, folders), share) for path, share in options.parts]
        found = mean_weights(parts)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if folders:
        plain = verifier_from(found).plain_weights()
        export_over({name: value.numpy() for name, value in plain.items()}, options.parts[0][0], options.out)
        write_config(options.out, options.version)
    else:
        save_file({name: np.ascontiguousarray(value) for name, value in found.items()}, options.out)


def _read(path: Path, folder: bool) -> dict[str, np.ndarray]:
    return restored_weights(path, GRAPH) if folder else load_file(path)


if __name__ == "__main__":
    main()
