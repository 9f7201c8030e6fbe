"""Reads the pictures and their labels."""

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from .picture import Hazard, Known, Picture, Pixels, plain
from .scenes import UNSURE_FIRE, UNSURE_SMOKE

FIRE, NEITHER, SMOKE = 0, 1, 2
#: Boxes are drawn generously: only their middle is surely what they say.
CORE_MARGIN = 0.2


@lru_cache(maxsize=400)
def read_pixels(path: Path, longest: int = 640) -> Pixels:
    """Pixels of a picture file, made smaller when it is very large."""
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise SystemExit(f"{path} is not a picture that OpenCV can read")
    scale = longest / max(pixels.shape[:2])
    return pixels if scale >= 1 else cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def read_boxes(path: Path) -> list[tuple[int, float, float, float, float]]:
    """Boxes of a YOLO label file: class, and x1, y1, x2, y2 in fractions of the picture."""
    boxes = []
    for row in path.read_text().splitlines():
        if row.strip():
            kind, x, y, w, h = (float(value) for value in row.split()[:5])
            boxes.append((int(kind), x - w / 2, y - h / 2, x + w / 2, y + h / 2))
    return boxes


def _fill(mask: np.ndarray, x1: float, y1: float, x2: float, y2: float) -> None:
    height, width = mask.shape
    left, right = int(np.floor(x1 * width)), max(int(np.ceil(x2 * width)), int(np.floor(x1 * width)) + 1)
    top, bottom = int(np.floor(y1 * height)), max(int(np.ceil(y2 * height)), int(np.floor(y1 * height)) + 1)
    mask[max(0, top) : bottom, max(0, left) : right] = 1


def _hazard(shape: tuple[int, int], boxes: list[tuple[int, float, float, float, float]], kind: int, known: Known) -> Hazard:
    if known < 0:
        return Hazard(np.zeros(shape, np.float32), np.ones(shape, np.float32), known)
    present, unsure = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for _, x1, y1, x2, y2 in (box for box in boxes if box[0] == kind):
        _fill(unsure, x1, y1, x2, y2)
        dx, dy = (x2 - x1) * CORE_MARGIN, (y2 - y1) * CORE_MARGIN
        _fill(present, x1 + dx, y1 + dy, x2 - dx, y2 - dy)
    return Hazard(present, unsure, known)


def known_of(image: Path, scene: str) -> tuple[Known, Known]:
    """
    What the labels of a frame of fire_smoke_yolo say of fire and of smoke. Smoke beside fire is often not marked there, nor fire below
    much smoke: then it is unknown.
    """
    kinds = {kind for kind, *_ in read_boxes(label_file(image))}
    fire, smoke = int(FIRE in kinds), int(SMOKE in kinds)
    if kinds == {NEITHER}:
        return 0, 0
    if not kinds:
        return -1, -1
    unmarked_fire = fire == 0 and scene in UNSURE_FIRE
    unmarked_smoke = scene in UNSURE_SMOKE or (fire == 1 and smoke == 0)
    return -1 if unmarked_fire else fire, -1 if unmarked_smoke else smoke


def label_file(image: Path) -> Path:
    """The labels of a picture."""
    return image.parent.parent / "labels" / f"{image.stem}.txt"


def read_labelled(image: Path, scene: str) -> Picture:
    """A frame of fire_smoke_yolo with its labels."""
    pixels = read_pixels(image)
    boxes = read_boxes(label_file(image))
    fire, smoke = known_of(image, scene)
    picture = plain(pixels, "fire_smoke_yolo", image.name)
    picture.fire = _hazard(pixels.shape[:2], boxes, FIRE, fire)
    picture.smoke = _hazard(pixels.shape[:2], boxes, SMOKE, smoke)
    picture.tags["scene"] = scene
    return picture


def read_clip(path: Path, every: int) -> list[Pixels]:
    """Every n-th frame of a film."""
    film, frames, index = cv2.VideoCapture(str(path)), [], 0
    while film.grab():
        if index % every == 0:
            frames.append(film.retrieve()[1])
        index += 1
    return frames
