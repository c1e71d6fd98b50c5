"""Small and read-only disks, where mounting one is allowed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MountDisk = Callable[..., Path]


@pytest.fixture
def mount_disk(tmp_path: Path) -> Iterator[MountDisk]:
    """``mount_disk(size="64k")`` gives an empty disk of that size."""
    mounted: list[Path] = []

    def mount(size: str = "64k") -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        try:
            failed = subprocess.run(command, capture_output=True).returncode
        except FileNotFoundError:
            failed = 1
        if failed:
            pytest.skip("needs the right to mount a small disk")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """Remount a disk of `mount_disk` read-only, files open on it included where the kernel allows."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True, capture_output=True)
