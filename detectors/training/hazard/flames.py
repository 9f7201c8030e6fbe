"""Flames to lay over pictures: simulated, drawn, and cut from labelled frames."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .noise import clouds
from .picture import Picture

#: Colours of fire from its rim to its core, blue-green-red, as cameras show it by day, by night, and dazzled.
RAMPS = (
    ((10, 40, 120), (20, 90, 220), (40, 160, 255), (120, 225, 255), (225, 252, 255)),
    ((0, 20, 90), (0, 55, 190), (10, 110, 245), (50, 180, 255), (150, 235, 255)),
    ((60, 70, 190), (110, 130, 245), (190, 215, 255), (245, 252, 255), (255, 255, 255)),
    ((90, 60, 170), (150, 120, 235), (225, 200, 255), (255, 250, 255), (255, 255, 255)),
    ((5, 15, 70), (10, 40, 140), (20, 70, 205), (30, 110, 240), (80, 170, 255)),
    ((20, 60, 160), (40, 120, 240), (70, 190, 255), (170, 240, 255), (250, 255, 255)),
)


@dataclass(frozen=True)
class Flame:
    """Light of a flame (0 to 255, blue-green-red, already dimmed at the rim) and how much it hides, 0 to 1."""

    light: NDArray[np.float32]
    cover: NDArray[np.float32]


def _trim(light: NDArray[np.float32], cover: NDArray[np.float32]) -> Flame | None:
    rows, columns = np.where(cover > 0.15)
    if len(rows) < 30:
        return None
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    if bottom - top < 6 or right - left < 4:
        return None
    return Flame(light[top:bottom, left:right], cover[top:bottom, left:right])


def burn(heat: NDArray[np.float32], random: Generator) -> Flame | None:
    """The light of simulated heat."""
    ramp = np.array(RAMPS[int(random.integers(len(RAMPS)))], np.float32)
    ramp = np.clip(ramp * random.uniform(0.85, 1.1) + random.normal(0, 8, 3), 0, 255)
    sharp = random.uniform(0.5, 1.1)
    level = np.clip(heat * np.exp(random.uniform(0, np.log(4))), 0, 1) ** sharp
    place = level * (len(ramp) - 1)
    low = np.clip(place.astype(int), 0, len(ramp) - 2)
    part = (place - low)[..., None]
    light = ramp[low] * (1 - part) + ramp[low + 1] * part
    cover = np.clip(level * random.uniform(2.5, 5), 0, 1).astype(np.float32)
    return _trim((light * cover[..., None]).astype(np.float32), cover)


def draw(random: Generator) -> Flame | None:
    """Tongues of flame as a draughtsman has them: smooth, in bands of colour, with a soft edge."""
    height, width = 200, int(random.integers(110, 280))
    light, cover = np.zeros((height, width, 3), np.float32), np.zeros((height, width), np.float32)
    ramp = np.array(RAMPS[int(random.integers(len(RAMPS)))], np.float32)
    foot = height - 8
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    for layer, share in enumerate((1.0, 0.75, 0.5)):
        for _ in range(int(random.integers(3, 8))):
            x = random.uniform(0.15, 0.85) * width
            tall = random.uniform(0.35, 0.95) * height * share
            wide = random.uniform(0.08, 0.22) * width * (0.6 + 0.4 * share)
            lean = random.normal(0, 0.15) * tall
            t = np.linspace(0, 1, 24)
            bulge = np.sin(np.pi * np.clip(t, 0, 1) ** random.uniform(0.55, 0.9)) * 0.9 + (1 - t) * 0.35
            centre = x + lean * t**1.6 + np.sin(t * 5 + random.uniform(0, 6)) * wide * 0.25 * t
            left = np.stack([centre - wide * bulge, foot - tall * t], 1)
            right = np.stack([centre + wide * bulge, foot - tall * t], 1)[::-1]
            shape = np.zeros((height, width), np.uint8)
            cv2.fillPoly(shape, [np.vstack([left, right]).astype(np.int32)], 255, cv2.LINE_AA)
            mask = cv2.GaussianBlur(shape.astype(np.float32) / 255, (0, 0), random.uniform(0.8, 2.5))
            glow = np.clip(1.1 - np.hypot((columns - x) / (wide * 2.2), (rows - foot) / tall), 0, 1)
            place = np.clip(glow * 3 + layer * 0.7, 0, len(ramp) - 1.001)
            low = place.astype(int)
            part = (place - low)[..., None]
            colour = ramp[low] * (1 - part) + ramp[low + 1] * part
            mask = mask * random.uniform(0.8, 1)
            light = light * (1 - mask[..., None]) + colour * mask[..., None]
            cover = np.maximum(cover, mask)
    return _trim(light * cover[..., None], cover)


def cut_out(picture: Picture, random: Generator) -> Flame | None:
    """The flame of a labelled frame: what is brightest in its box, or warm."""
    rows, columns = np.where(picture.fire.unsure > 0)
    if len(rows) == 0:
        return None
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    light = picture.pixels[top:bottom, left:right].astype(np.float32)
    blue, red = light[..., 0], light[..., 2]
    luma = light @ np.array([0.114, 0.587, 0.299], np.float32)
    bright = np.clip((luma - max(150.0, float(np.percentile(luma, 50)))) / 60, 0, 1)
    warm = np.clip((red - 130) / 80, 0, 1) * np.clip((red - blue - 40) / 60, 0, 1)
    cover = cv2.GaussianBlur(np.maximum(bright, warm), (0, 0), 1.0)
    height, width = cover.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    edge = np.minimum(np.minimum(x, width - 1 - x) / (width * 0.12), np.minimum(y, height - 1 - y) / (height * 0.12))
    ragged = edge + (clouds(random, (height, width), 8) - 0.5) * 0.8
    cover = (cover * np.clip(ragged, 0, 1)).astype(np.float32)
    if cover.mean() < 0.04:
        return None
    gain = np.array([random.uniform(0.55, 1.1), random.uniform(0.8, 1.05), random.uniform(0.95, 1.1)], np.float32)
    return _trim(np.clip(light * gain, 0, 255) * cover[..., None], cover)


def transform(flame: Flame, height: int, random: Generator) -> Flame:
    """The flame at another height in pixels, stretched, leaning, and mirrored."""
    rows, columns = flame.cover.shape
    width = max(2, round(columns * height / rows * random.uniform(0.7, 1.6)))
    size = (width, max(2, height))
    way = cv2.INTER_AREA if height < rows else cv2.INTER_CUBIC
    light = np.clip(cv2.resize(flame.light, size, interpolation=way), 0, 255)
    cover = np.clip(cv2.resize(flame.cover, size, interpolation=way), 0, 1)
    if height > 1.5 * rows:
        texture = (0.75 + 0.5 * clouds(random, cover.shape, 12)).astype(np.float32)
        light, cover = np.clip(light * texture[..., None], 0, 255), np.clip(cover * texture, 0, 1)
    if random.random() < 0.5:
        light, cover = light[:, ::-1], cover[:, ::-1]
    return Flame(np.ascontiguousarray(light), np.ascontiguousarray(cover))
