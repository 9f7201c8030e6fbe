"""Lays flames and smoke over backgrounds."""

import cv2
import numpy as np
from numpy.random import Generator

from .flames import Flame, transform
from .noise import clouds
from .picture import Hazard, Picture
from .smokes import Smoke

#: Cover from which a pixel counts as fire or smoke.
VISIBLE_FIRE, VISIBLE_SMOKE = 0.35, 0.3
#: The light around a fire is worked out at this fraction of the picture's size.
GLOW_STEP = 8


def _window(at: tuple[int, int], size: tuple[int, int], within: tuple[int, int]) -> tuple[slice, slice, slice, slice] | None:
    """Rows and columns of the picture that a patch covers, and those of the patch; None when it lies outside."""
    (top, left), (height, width), (rows, columns) = at, size, within
    y1, x1, y2, x2 = max(0, top), max(0, left), min(rows, top + height), min(columns, left + width)
    if y2 - y1 < 2 or x2 - x1 < 2:
        return None
    return slice(y1, y2), slice(x1, x2), slice(y1 - top, y2 - top), slice(x1 - left, x2 - left)


def add_flame(picture: Picture, flame: Flame, foot: tuple[float, float], height: int, random: Generator) -> bool:
    """
    Sets a flame into a picture, which is changed.

    :param foot: where it stands, x and y in pixels
    :param height: its height in pixels
    :returns: whether any of it can be seen
    """
    own = transform(flame, height, random)
    rows, columns = own.cover.shape
    at = (int(foot[1]) - rows, int(foot[0]) - columns // 2)
    window = _window(at, (rows, columns), picture.pixels.shape[:2])
    if window is None:
        return False
    py, px, fy, fx = window
    light, cover = own.light[fy, fx], own.cover[fy, fx]
    hides = (cover * random.uniform(0.6, 1))[..., None]
    lit = picture.pixels[py, px] * (1 - hides) + light
    picture.pixels[py, px] = np.clip(lit, 0, 255).astype(np.uint8)
    if random.random() < 0.6:
        picture.pixels = cv2.add(picture.pixels, _glow(picture, (py, px), cover, random))
    visible = (cover > VISIBLE_FIRE).astype(np.float32)
    picture.fire.present[py, px] = np.maximum(picture.fire.present[py, px], visible)
    picture.fire.unsure[py, px] = np.maximum(picture.fire.unsure[py, px], (cover > 0.05).astype(np.float32))
    picture.smoke.present[py, px] *= 1 - visible
    picture.fire.known = 1
    return bool(visible.sum() > 4)


def _glow(picture: Picture, place: tuple[slice, slice], cover: np.ndarray, random: Generator) -> np.ndarray:
    """Light that a fire throws on what is around it."""
    rows, columns = picture.pixels.shape[:2]
    small = np.zeros((rows // GLOW_STEP + 1, columns // GLOW_STEP + 1), np.float32)
    py, px = place
    height, width = cover.shape
    size = (max(1, width // GLOW_STEP), max(1, height // GLOW_STEP))
    patch = cv2.resize(cover, size, interpolation=cv2.INTER_AREA)
    top, left = py.start // GLOW_STEP, px.start // GLOW_STEP
    room = small[top : top + patch.shape[0], left : left + patch.shape[1]]
    room[:] = patch[: room.shape[0], : room.shape[1]]
    small = cv2.GaussianBlur(small, (0, 0), max(1.0, height * random.uniform(0.04, 0.1)))
    light = small[..., None] * np.array([15, 70, 150], np.float32) * random.uniform(0.2, 0.9)
    return cv2.resize(np.clip(light, 0, 255).astype(np.uint8), (columns, rows), interpolation=cv2.INTER_LINEAR)


def add_smoke(picture: Picture, smoke: Smoke, foot: tuple[float, float], height: int, random: Generator) -> bool:
    """Lays smoke over a picture, which is changed; `foot` and `height` as for a flame."""
    rows, columns = smoke.cover.shape
    width = max(4, round(columns * height / rows * random.uniform(0.7, 1.8)))
    size = (width, max(4, height))
    cover = cv2.resize(smoke.cover, size, interpolation=cv2.INTER_LINEAR)
    colour = cv2.resize(smoke.colour, size, interpolation=cv2.INTER_LINEAR)
    if random.random() < 0.5:
        cover, colour = cover[:, ::-1], colour[:, ::-1]
    window = _window((int(foot[1]) - height, int(foot[0]) - width // 2), cover.shape, picture.pixels.shape[:2])
    if window is None:
        return False
    py, px, sy, sx = window
    cover, colour = cover[sy, sx], colour[sy, sx]
    pixels = picture.pixels[py, px].astype(np.float32)
    hides = cover[..., None]
    picture.pixels[py, px] = np.clip(pixels * (1 - hides) + colour * hides, 0, 255).astype(np.uint8)
    visible = (cover > VISIBLE_SMOKE).astype(np.float32)
    picture.smoke.present[py, px] = np.maximum(picture.smoke.present[py, px], visible)
    picture.smoke.unsure[py, px] = np.maximum(picture.smoke.unsure[py, px], (cover > 0.08).astype(np.float32))
    picture.fire.present[py, px] *= (cover < 0.5).astype(np.float32)
    seen = float(visible.mean()) > 0.05
    picture.smoke.known = 1 if seen else max(picture.smoke.known, -1 if picture.smoke.known == 0 else 1)
    return seen


def hide_behind(picture: Picture, random: Generator) -> None:
    """Dark things stand before the fire: trunks, posts, a fence, people, or branches."""
    height, width = picture.pixels.shape[:2]
    mask = np.zeros((height, width), np.float32)
    if random.random() < 0.4:
        mask = (clouds(random, (height, width), int(random.integers(10, 40)), 3) > random.uniform(0.6, 0.75)).astype(np.float32)
    else:
        for _ in range(int(random.integers(1, 6))):
            x, wide = random.uniform(0, width), random.uniform(0.005, 0.06) * width
            top = random.uniform(-0.2, 0.7) * height
            lean = random.normal(0, 0.05) * height
            points = [[x - wide, height], [x - wide * 0.8 + lean, top], [x + wide * 0.8 + lean, top], [x + wide, height]]
            cv2.fillPoly(mask, [np.array(points, np.int32)], 1.0)
    mask = cv2.GaussianBlur(mask, (0, 0), 0.8)
    dark = random.uniform(5, 60) * np.array([1, 1, 1.1], np.float32)
    hidden = mask[..., None]
    picture.pixels = np.clip(picture.pixels * (1 - hidden) + dark * hidden, 0, 255).astype(np.uint8)
    for hazard in picture.hazards:
        hazard.present = hazard.present * (mask < 0.5)


def darken(picture: Picture, random: Generator) -> None:
    """Turns day into dusk or night."""
    share = random.uniform(0.12, 0.55)
    tint = np.array([1.05, 1.0, 0.95]) if random.random() < 0.6 else np.array([0.7, 0.9, 1.1])
    picture.pixels = np.clip(picture.pixels * (share * tint), 0, 255).astype(np.uint8)


def unknown_smoke(picture: Picture) -> None:
    """Forgets about smoke: near fire there may be some."""
    picture.smoke = Hazard(picture.smoke.present, np.ones_like(picture.smoke.unsure), -1)
