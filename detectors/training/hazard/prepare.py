"""Makes the samples and writes the frames for the trunk to look at."""

import json
import os
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np

from . import recipe
from .alike import assert_scenes_differ
from .fluid import random_options, simulate
from .framing import Sample, to_frame
from .reading import known_of
from .sources import Source, list_sources

SEED = 20260
#: How many fires are simulated, and how many moments of each are kept.
FIRES, MOMENTS = 48, 10
#: How many samples of each kind are made.
COUNTS = {"burning": 2200, "smoking": 1000, "quiet": 2600}
#: Least and most samples of one labelled scene, so that no long film outweighs the others.
SCENE_SAMPLES = (60, 160)

_material: recipe.Material | None = None


def _fires(seed: int) -> tuple[np.ndarray, np.ndarray]:
    cv2.setNumThreads(1)
    random = np.random.default_rng([SEED, 1, seed])
    gases = list(simulate(random, random_options(random), MOMENTS))
    return (np.stack([gas.heat for gas in gases]).astype(np.float16), np.stack([gas.smoke for gas in gases]).astype(np.float16))


def _make(job: tuple[int, str, str]) -> tuple[Sample, list[str]]:
    index, kind, scene = job
    cv2.setNumThreads(1)
    random = np.random.default_rng([SEED, 2, index])
    assert _material is not None
    if kind == "labelled":
        made = recipe.labelled(_material, random, scene)
    else:
        made = {"burning": recipe.burning, "smoking": recipe.smoking, "quiet": recipe.quiet}[kind](_material, random)
    return made.sample, sorted(made.origins)


def _measured(source: Source) -> tuple[Sample, list[str]]:
    sample = to_frame(source.read(), recipe.SIZES[0])
    return sample, [source.origin]


class _Writer:
    """Appends frames to one file for each size, and keeps the order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = {size: (folder / f"frames-{size[0]}x{size[1]}.bgr").open("wb") for size in recipe.SIZES}
        self._cells: dict[tuple[int, int], list[np.ndarray]] = {size: [] for size in recipe.SIZES}
        self._rows: dict[tuple[int, int], list[dict]] = {size: [] for size in recipe.SIZES}

    def add(self, sample: Sample, origins: list[str], role: str) -> None:
        size = (sample.frame.shape[1], sample.frame.shape[0])
        self._files[size].write(np.ascontiguousarray(sample.frame).tobytes())
        self._cells[size].append(sample.cells)
        row = {"role": role, "known": sample.known, "source": sample.source, "scene": sample.scene}
        self._rows[size].append({**row, "name": sample.name, "origins": origins})

    def close(self) -> None:
        plan = []
        for size, file in self._files.items():
            file.close()
            name = f"{size[0]}x{size[1]}"
            if self._rows[size]:
                plan.append({"width": size[0], "height": size[1], "count": len(self._rows[size])})
                np.save(self._folder / f"cells-{name}.npy", np.stack(self._cells[size]))
                (self._folder / f"rows-{name}.json").write_text(json.dumps(self._rows[size]))
        (self._folder / "plan.json").write_text(json.dumps(plan))


def _jobs(material: recipe.Material) -> list[tuple[int, str, str]]:
    kinds: list[tuple[str, str]] = []
    for scene, sources in sorted(material.labelled.items()):
        count = min(max(SCENE_SAMPLES[0], 2 * len(sources)), SCENE_SAMPLES[1])
        kinds += [("labelled", scene)] * count
    for kind, count in COUNTS.items():
        kinds += [(kind, "")] * count
    return [(index, kind, scene) for index, (kind, scene) in enumerate(kinds)]


def prepare(data: Path, folder: Path) -> None:
    """Writes `frames-WxH.bgr`, `cells-WxH.npy`, `rows-WxH.json` and `plan.json` into the folder."""
    global _material
    folder.mkdir(parents=True, exist_ok=True)
    sources = list_sources(data)
    labelled: dict[str, list[Source]] = {}
    for source in sources:
        if source.kind == "fire_smoke_yolo":
            labelled.setdefault(source.origin, []).append(source)
    frames = [source for group in labelled.values() for source in group]
    assert_scenes_differ({source.path: source.origin for source in frames})
    known = {source.path: known_of(source.path, source.origin) for source in frames}
    neither = [source for source in frames if known[source.path] == (0, 0)]
    burning = [source for source in frames if known[source.path][0] == 1]
    workers = max(1, min(4, os.cpu_count() or 1))
    with Pool(workers) as pool:
        fires = pool.map(_fires, range(FIRES), chunksize=1)
    heats, smoke = (np.concatenate([fire[part] for fire in fires]) for part in (0, 1))
    print(f"{len(heats)} moments of {FIRES} simulated fires", flush=True)
    backgrounds = neither + [s for s in sources if s.kind != "fire_smoke_yolo"]
    _material = recipe.Material(labelled, burning, backgrounds, heats, smoke)
    jobs, writer = _jobs(_material), _Writer(folder)
    with Pool(workers) as pool:
        for index, (sample, origins) in enumerate(pool.imap(_make, jobs, chunksize=8)):
            writer.add(sample, origins, "train")
            if index % 500 == 499:
                print(f"{index + 1} of {len(jobs)} samples", flush=True)
    for source in sources:
        sample, origins = _measured(source)
        writer.add(sample, origins, "measure")
    writer.close()
    print(dict(Counter(kind for _, kind, _ in jobs)), f"and {len(sources)} pictures to measure", flush=True)
