"""Reads the samples and what the trunk made of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from .head import TRUNK


@dataclass(frozen=True)
class Row:
    """What is known of a sample besides its cells."""

    role: str
    known: tuple[int, int]
    source: str
    #: Scene of a picture to measure; the kind of a sample to train on.
    scene: str
    name: str
    origins: frozenset[str]


@dataclass(frozen=True)
class Group:
    """Samples of one size; the features stay on disk and are read as they are needed."""

    size: tuple[int, int]
    rows: list[Row]
    cells: NDArray[np.int8]
    trunk: np.memmap
    colour: np.memmap

    def features(self, index: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        return tuple(torch.from_numpy(part[index]).float() for part in (self.trunk, self.colour))


def read_groups(folder: Path) -> list[Group]:
    """All samples of a folder, by size."""
    groups = []
    for plan in json.loads((folder / "plan.json").read_text()):
        width, height, count = plan["width"], plan["height"], plan["count"]
        name = f"{width}x{height}"
        rows = [
            Row(r["role"], tuple(r["known"]), r["source"], r["scene"], r["name"], frozenset(r["origins"]))
            for r in json.loads((folder / f"rows-{name}.json").read_text())
        ]
        cells = np.load(folder / f"cells-{name}.npy")
        shape = (count, TRUNK, height // 16, width // 16)
        trunk = np.memmap(folder / f"trunk-{name}.f16", np.float16, "r", shape=shape)
        colour = np.memmap(folder / f"colour-{name}.f16", np.float16, "r", shape=(count, 3, height // 4, width // 4))
        groups.append(Group((width, height), rows, cells, trunk, colour))
    return groups


def batches(picked: list[tuple[Group, NDArray[np.int64]]], size: int, random: Generator) -> Iterator[tuple[Group, NDArray[np.int64]]]:
    """The picked samples once, in random order, each batch of one size of frame."""
    parts = []
    for group, index in picked:
        mixed = random.permutation(index)
        parts += [(group, np.sort(mixed[at : at + size])) for at in range(0, len(mixed) - size // 2, size)]
    for position in random.permutation(len(parts)):
        yield parts[int(position)]
