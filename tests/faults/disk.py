"""A disk that goes wrong when told to: everything the program changes on it passes through here.

Each call that changes the disk is one step: opening a file to write, a write, cutting, syncing, renaming,
deleting, making a folder. A plan looks at every step and may let it fail or let the program die there.
Dying is an exception that no handler of ours takes; from then on the disk no longer listens, so that
what stands on it is what a killed process leaves. `Disk.cut_power` then takes away what was not synced.
"""

from __future__ import annotations

import io
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


class Killed(BaseException):
    """The program died here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The ``number``-th change of the disk, from 0: what is done to which file."""

    number: int
    kind: str
    path: Path


# What a plan may say of a step: go on, raise an error, die before it or, of a write, take so many bytes.
Plan = Callable[[Step], "OSError | Killed | int | None"]


def harmless(_step: Step) -> None:
    """Nothing goes wrong."""


def dies_at(number: int, *, taken: int = 0) -> Plan:
    """Death at a step; if that is a write, behind ``taken`` bytes of it."""

    def plan(step: Step) -> Killed | int | None:
        if step.number < number:
            return None
        return taken if step.number == number and step.kind == "write" and taken else Killed()

    return plan


def fails_at(number: int, code: int, *, times: int = 1, taken: int = 0) -> Plan:
    """An error at ``times`` steps from one on; if that is a write, behind ``taken`` bytes of it."""

    def plan(step: Step) -> OSError | int | None:
        if not number <= step.number < number + times + bool(taken):
            return None
        if step.number == number and taken:
            return taken if step.kind == "write" else None
        return OSError(code, os.strerror(code), str(step.path))

    return plan


@dataclass(slots=True)
class Disk:
    """Everything below ``root``. ``steps`` is what was done so far."""

    root: Path
    plan: Plan = harmless
    steps: list[Step] = field(default_factory=list)
    dead: bool = False
    synced: dict[Path, bytes] = field(default_factory=dict)  # what a file holds for sure
    named: set[Path] = field(default_factory=set)  # the names that are there for sure
    replaced: dict[Path, bytes | None] = field(default_factory=dict)  # what a new name hides until then
    renamed: dict[Path, Path] = field(default_factory=dict)  # the sure name that a new one had
    made: set[Path] = field(default_factory=set)  # folders that were not there before

    def step(self, kind: str, path: Path, act: Callable[[], Any], size: int = 0) -> Any:
        """Do ``act`` if the plan lets it; returns the bytes to take of a write that is cut short."""
        if self.dead:
            raise Killed
        found = self.plan(Step(number=len(self.steps), kind=kind, path=path))
        self.steps.append(Step(number=len(self.steps), kind=kind, path=path))
        if isinstance(found, Killed):
            self.dead = True
            raise found
        if isinstance(found, OSError):
            raise found
        return act() if found is None else min(found, size)

    def holds(self, path: Path | str | int) -> bool:
        """Whether a path lies on this disk."""
        return not isinstance(path, int) and Path(path).absolute().is_relative_to(self.root)

    def cut_power(self, chance: random.Random) -> None:
        """Take away what was never synced: folders, names, renames, and a part of the ends of files."""
        for folder in self.made - self.named:
            if folder.is_dir() and chance.random() < 0.7:
                shutil.rmtree(folder)
        for path in self.root.rglob("*"):
            if path.is_file() and path not in self.named and chance.random() < 0.7:
                hidden, before = self.replaced.get(path), self.renamed.get(path)
                if before is not None:  # a rename happens or it does not
                    path.replace(before)
                    self.synced[before] = self.synced.pop(path, b"")
                path.unlink(missing_ok=True)
                if hidden is not None:
                    path.write_bytes(hidden)
        for path in self.root.rglob("*"):
            if path.is_file() and path in self.synced:
                sure, there = self.synced[path], path.read_bytes()
                if there.startswith(sure) and len(there) > len(sure):
                    kept = there[len(sure) : chance.randint(len(sure), len(there))]
                    path.write_bytes(sure + chance.choice((b"", kept, b"\0" * len(kept))))


class File(io.FileIO):
    """An open file of a `Disk`."""

    def __init__(self, disk: Disk, path: Path, file: str | int, mode: str) -> None:
        super().__init__(file, mode)
        self.disk, self.path = disk, path

    def write(self, raw: Any) -> int:
        view = memoryview(raw).cast("B")
        taken = self.disk.step("write", self.path, lambda: len(view), size=len(view))
        return super().write(view[:taken])

    def truncate(self, size: int | None = None) -> int:
        return self.disk.step("truncate", self.path, lambda: io.FileIO.truncate(self, size))


@contextmanager
def watched(root: Path, plan: Plan = harmless) -> Iterator[Disk]:
    """Everything below ``root`` is a `Disk` that ``plan`` watches over."""
    disk = Disk(root=root, plan=plan)
    for path in root.rglob("*"):
        if path.is_file():
            disk.named.add(path)
            disk.synced[path] = path.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        _stand_between(disk, patch)
        yield disk


def _stand_between(disk: Disk, patch: pytest.MonkeyPatch) -> None:
    _files(disk, patch)
    _names(disk, patch)
    _syncs(disk, patch)


def _files(disk: Disk, patch: pytest.MonkeyPatch) -> None:
    real_open, real_fdopen, real_truncate = Path.open, os.fdopen, os.truncate

    def open_(self: Path, mode: str = "r", buffering: int = -1, *args: Any, **options: Any) -> Any:
        if not disk.holds(self) or not set(mode) & set("wxa+"):
            return real_open(self, mode, buffering, *args, **options)
        raw = disk.step("open", self, lambda: File(disk, self, str(self), mode.replace("b", "")))
        return _layered(raw, mode, buffering, options)

    def fdopen(handle: int, mode: str = "r", *args: Any, **options: Any) -> Any:
        path = _path_of(handle)
        if path is None or not disk.holds(path) or not set(mode) & set("wa+"):
            return real_fdopen(handle, mode, *args, **options)
        return _layered(File(disk, path, handle, mode.replace("b", "")), mode, -1, options)

    def truncate(path: Any, length: int) -> None:
        place = _path_of(path) if isinstance(path, int) else Path(path)
        if place is None or not disk.holds(place):
            return real_truncate(path, length)
        return disk.step("truncate", place, lambda: real_truncate(path, length))

    patch.setattr(Path, "open", open_)
    patch.setattr(os, "fdopen", fdopen)
    patch.setattr(os, "truncate", truncate)


def _layered(raw: File, mode: str, buffering: int, options: dict[str, Any]) -> Any:
    """What ``open`` puts on a raw file."""
    if buffering == 0:
        return raw
    layer: Any = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
    return layer if "b" in mode else io.TextIOWrapper(layer, **options)


def _names(disk: Disk, patch: pytest.MonkeyPatch) -> None:
    real_replace, real_unlink, real_mkdir = Path.replace, Path.unlink, Path.mkdir

    def replace(self: Path, target: Any) -> Any:
        if not disk.holds(self):
            return real_replace(self, target)
        goal = Path(target)
        hidden = goal.read_bytes() if goal.exists() else None

        def act() -> Any:
            moved = real_replace(self, target)
            disk.replaced[goal] = hidden
            disk.renamed.pop(goal, None)
            if self in disk.named:
                disk.renamed[goal] = self
            disk.named -= {goal, self}
            disk.synced[goal] = disk.synced.pop(self, b"")
            return moved

        return disk.step("rename", goal, act)

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if not disk.holds(self):
            return real_unlink(self, missing_ok)
        return disk.step("unlink", self, lambda: real_unlink(self, missing_ok))

    def mkdir(self: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        if not disk.holds(self) or self.is_dir():
            return real_mkdir(self, mode, parents, exist_ok)
        disk.made |= {one for one in (self, *self.parents) if disk.holds(one) and not one.exists()}
        return disk.step("mkdir", self, lambda: os.makedirs(self, mode, exist_ok=exist_ok))  # noqa: PTH103

    patch.setattr(Path, "replace", replace)
    patch.setattr(Path, "unlink", unlink)
    patch.setattr(Path, "mkdir", mkdir)


def _syncs(disk: Disk, patch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(handle: Any) -> None:
        path = _path_of(handle if isinstance(handle, int) else handle.fileno())
        if path is None or not disk.holds(path):
            return real(handle)
        return disk.step("fsync", path, lambda: _note_synced(disk, path))

    patch.setattr(os, "fsync", fsync)


def _note_synced(disk: Disk, path: Path) -> None:
    if path.is_dir():
        with suppress(OSError):
            disk.named |= set(path.iterdir())
    elif path.exists():
        disk.synced[path] = path.read_bytes()


def _path_of(handle: int) -> Path | None:
    try:
        return Path(f"/proc/self/fd/{handle}").readlink()
    except OSError:
        return None
