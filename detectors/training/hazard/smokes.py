"""Smoke to lay over pictures: simulated, and drawn."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .noise import clouds


@dataclass(frozen=True)
class Smoke:
    """Colour of smoke (0 to 255, blue-green-red) and how much it hides, 0 to 1; its source is in the middle of the lower edge."""

    colour: NDArray[np.float32]
    cover: NDArray[np.float32]


def _tinted(grey: NDArray[np.float32], random: Generator) -> NDArray[np.float32]:
    tint = 1 + random.normal(0, 0.02, 3) + np.array([0.01, 0, -0.01]) * random.choice([-3, 0, 1, 2])
    return np.clip(grey[..., None] * tint.astype(np.float32), 0, 255)


def _base_grey(random: Generator) -> float:
    return float(random.choice([random.uniform(25, 80), random.uniform(90, 170), random.uniform(170, 235)]))


def _lit(cover: NDArray[np.float32], random: Generator) -> NDArray[np.float32]:
    """Grey of a cloud that the sun shines on from one side."""
    depth = cv2.GaussianBlur(cover, (0, 0), max(1.5, 0.03 * max(cover.shape)))
    gx, gy = cv2.Sobel(depth, cv2.CV_32F, 1, 0), cv2.Sobel(depth, cv2.CV_32F, 0, 1)
    angle = random.uniform(0, np.pi)
    slope = gx * np.cos(angle) + gy * np.sin(angle)
    slope = slope / (np.abs(slope).max() + 1e-4)
    texture = clouds(random, cover.shape, 8) - 0.5
    return _base_grey(random) + random.uniform(10, 90) * slope + random.uniform(5, 45) * texture


def rise(density: NDArray[np.float32], random: Generator) -> Smoke | None:
    """Simulated smoke."""
    cover = (1 - np.exp(-density * np.exp(random.uniform(np.log(0.5), np.log(8))))).astype(np.float32)
    rows, columns = np.where(cover > 0.12)
    if len(rows) < 200:
        return None
    cover = cover[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    cover = cover * random.uniform(0.55, 1)
    return Smoke(_tinted(_lit(cover, random), random), cover.astype(np.float32))


def plume(random: Generator) -> Smoke:
    """A plume or a bank of smoke, any width, leaning with the wind."""
    height, width = 240, 240
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    up = (height - y) / height
    lean = random.normal(0, 0.5)
    centre = width / 2 + lean * (height - y) + np.sin(up * 6 + random.uniform(0, 6)) * width * 0.04
    spread = width * (random.uniform(0.02, 0.1) + random.uniform(0.1, 0.5) * up)
    shape = np.exp(-(((x - centre) / spread) ** 2) * 1.4) * np.clip(up * 8, 0, 1) * np.clip(1.15 - up, 0, 1)
    billow = np.clip((clouds(random, (height, width), int(random.choice([4, 6, 9]))) - 0.2) * 2.2, 0, 1)
    cover = np.clip(shape * 1.5 * billow, 0, 1) * random.uniform(0.45, 1)
    cover = cv2.GaussianBlur(cover.astype(np.float32), (0, 0), 2)
    return Smoke(_tinted(_lit(cover, random), random), cover)


def puffs(random: Generator) -> Smoke:
    """Soft round puffs one above the other, thinner the higher, as drawn scenes have them."""
    height, width = 320, 200
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    colour = np.full((height, width, 3), 110, np.float32)
    cover = np.zeros((height, width), np.float32)
    greys = random.uniform(85, 175, 2)
    drift = random.normal(0, 0.2)
    for index in range(int(random.integers(4, 9))):
        up = index / 8
        cx, cy = width / 2 + drift * up * height, height * (0.92 - 0.85 * up)
        size = (0.12 + 0.22 * up) * width
        puff = np.zeros_like(cover)
        for _ in range(9):
            ax, ay = random.uniform(0.3, 0.7, 2) * size
            px, py = cx + random.uniform(-0.5, 0.5) * size, cy + random.uniform(-0.5, 0.5) * size
            cv2.ellipse(puff, (int(px), int(py)), (int(ax) + 2, int(ay) + 2), 0, 0, 360, 1.0, -1)
        puff = cv2.GaussianBlur(puff, (0, 0), 2 + size * 0.08) * (0.75 - 0.55 * up)
        grey = random.choice(greys)
        colour = colour * (1 - puff[..., None]) + grey * puff[..., None]
        cover = 1 - (1 - cover) * (1 - puff)
    del x, y
    return Smoke(colour, np.clip(cover, 0, 1))
