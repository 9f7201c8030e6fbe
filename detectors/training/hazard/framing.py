"""Cuts, letterboxes and rasters pictures the way the box on the pole does."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .picture import Hazard, Picture, Pixels

#: Pixels of a frame for each cell of the head's grid.
CELL = 16
#: Grey of the letterbox bars, as in geometry/letterbox.ts.
BAR_GREY = 114
#: Share of a cell that is surely a hazard, and from which it may be one.
PRESENT_SHARE, UNSURE_SHARE = 0.3, 0.08


@dataclass
class Sample:
    """A frame ready for the network."""

    frame: Pixels
    #: (2, rows, columns): 1 hazard, 0 none, -1 unknown; fire before smoke.
    cells: NDArray[np.int8]
    #: Whether the picture as a whole shows fire and smoke: 1, 0, or -1 for unknown.
    known: tuple[int, int]
    source: str
    scene: str
    name: str


def crop(picture: Picture, left: int, top: int, width: int, height: int) -> Picture:
    """A part of a picture. A hazard that is cut off almost wholly is no longer known."""
    rows, columns = slice(top, top + height), slice(left, left + width)

    def part(hazard: Hazard) -> Hazard:
        present, unsure = hazard.present[rows, columns], hazard.unsure[rows, columns]
        known = hazard.known
        if known == 1 and present.sum() < 0.25 * hazard.present.sum():
            known = -1
        return Hazard(present, unsure, known)

    pixels = picture.pixels[rows, columns]
    return Picture(pixels, part(picture.fire), part(picture.smoke), picture.source, picture.name, picture.tags)


def mirror(picture: Picture) -> Picture:
    """The picture as in a mirror."""

    def turned(hazard: Hazard) -> Hazard:
        return Hazard(hazard.present[:, ::-1], hazard.unsure[:, ::-1], hazard.known)

    pixels = np.ascontiguousarray(picture.pixels[:, ::-1])
    return Picture(pixels, turned(picture.fire), turned(picture.smoke), picture.source, picture.name, picture.tags)


def random_crop(picture: Picture, random: Generator, least: float) -> Picture:
    """A part of at least `least` of each side."""
    height, width = picture.pixels.shape[:2]
    w, h = (max(32, int(side * random.uniform(least, 1))) for side in (width, height))
    return crop(picture, int(random.integers(0, width - w + 1)), int(random.integers(0, height - h + 1)), w, h)


def _cells(hazard: Hazard, place: tuple[int, int, int, int], frame: tuple[int, int]) -> NDArray[np.int8]:
    left, top, width, height = place

    def raster(mask: NDArray[np.float32]) -> NDArray[np.float32]:
        full = np.zeros((frame[1], frame[0]), np.float32)
        size = (width, height)
        full[top : top + height, left : left + width] = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
        return cv2.resize(full, (frame[0] // CELL, frame[1] // CELL), interpolation=cv2.INTER_AREA)

    present, unsure = raster(hazard.present), raster(hazard.unsure)
    cells = np.where((unsure > UNSURE_SHARE) | (present > UNSURE_SHARE), -1, 0).astype(np.int8)
    cells[present > PRESENT_SHARE] = 1
    if hazard.known == 1 and not (cells == 1).any():
        if present.max() > 0:
            cells.flat[int(present.argmax())] = 1
    return cells


def to_frame(picture: Picture, frame: tuple[int, int], aspect: float | None = None) -> Sample:
    """
    Letterboxes a picture into a frame.

    :param frame: width and height in pixels, multiples of 32
    :param aspect: width by height that the picture is stretched to; its own when None
    """
    height, width = picture.pixels.shape[:2]
    ratio = width / height if aspect is None else aspect
    w = min(frame[0], round(frame[1] * ratio))
    h = min(frame[1], round(frame[0] / ratio))
    w, h = max(16, w), max(16, h)
    left, top = (frame[0] - w) // 2, (frame[1] - h) // 2
    pixels = np.full((frame[1], frame[0], 3), BAR_GREY, np.uint8)
    shrinks = w < width
    small = cv2.resize(picture.pixels, (w, h), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    pixels[top : top + h, left : left + w] = small
    place = (left, top, w, h)
    cells = np.stack([_cells(hazard, place, frame) for hazard in picture.hazards])
    known = (picture.fire.known, picture.smoke.known)
    return Sample(pixels, cells, known, picture.source, picture.tags.get("scene", ""), picture.name)
