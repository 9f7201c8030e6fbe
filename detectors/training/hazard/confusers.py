"""What looks like fire or smoke and is neither: put into pictures that stay negative."""

import cv2
import numpy as np
from numpy.random import Generator

from .noise import clouds
from .picture import Pixels

#: Colours of lamps, blue-green-red: white, warm white, sodium, brake light, indicator, signal green.
LAMPS = ((255, 255, 255), (180, 220, 255), (90, 170, 255), (40, 40, 255), (30, 140, 255), (160, 255, 120))
#: Colours of clothes, signs, awnings and leaves.
PAINTS = ((20, 110, 245), (30, 30, 210), (20, 190, 250), (60, 80, 230), (30, 150, 240), (90, 90, 250))


def _blend(pixels: Pixels, colour: np.ndarray, cover: np.ndarray) -> Pixels:
    mixed = pixels * (1 - cover[..., None]) + colour * cover[..., None]
    return np.clip(mixed, 0, 255).astype(np.uint8)


def lamps(pixels: Pixels, random: Generator) -> Pixels:
    """Lamps, headlights and brake lights with their halos, often in pairs."""
    height, width = pixels.shape[:2]
    out = pixels.astype(np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for _ in range(int(random.integers(1, 6))):
        colour = np.array(LAMPS[int(random.integers(len(LAMPS)))], np.float32)
        radius = float(np.exp(random.uniform(np.log(0.004), np.log(0.035)))) * width
        cx, cy = random.uniform(0, width), random.uniform(0, height)
        flat = random.uniform(0.6, 1.6)
        for dx in (0.0, random.uniform(4, 12) * radius) if random.random() < 0.4 else (0.0,):
            far = ((x - cx - dx) ** 2 + ((y - cy) * flat) ** 2) / (2 * radius * radius)
            core = np.exp(-(far**2))[..., None]
            halo = (0.35 / (1 + far * 0.6) ** 2)[..., None] if random.random() < 0.6 else 0
            white = 255 * core**2
            out = out + (colour * core + colour * halo) * random.uniform(0.6, 1.3) + white * random.uniform(0, 1)
    return np.clip(out, 0, 255).astype(np.uint8)


def paint(pixels: Pixels, random: Generator) -> Pixels:
    """Orange, red and yellow things: cloth with folds, signs, cones."""
    height, width = pixels.shape[:2]
    out = pixels
    for _ in range(int(random.integers(1, 5))):
        colour = np.array(PAINTS[int(random.integers(len(PAINTS)))], np.float32) * random.uniform(0.5, 1.05)
        size = float(np.exp(random.uniform(np.log(0.02), np.log(0.3)))) * width
        cx, cy = random.uniform(0, width), random.uniform(0, height)
        mask = np.zeros((height, width), np.float32)
        kind = random.integers(3)
        if kind == 0:
            corner = (int(cx + size), int(cy + size * random.uniform(0.3, 1.5)))
            cv2.rectangle(mask, (int(cx), int(cy)), corner, 1.0, -1)
        elif kind == 1:
            axes = (int(size / 2) + 1, int(size * random.uniform(0.2, 0.9)) + 1)
            cv2.ellipse(mask, (int(cx), int(cy)), axes, random.uniform(0, 180), 0, 360, 1.0, -1)
        else:
            points = np.array([cx, cy]) + random.normal(0, size / 2, (int(random.integers(3, 8)), 2))
            cv2.fillPoly(mask, [cv2.convexHull(points.astype(np.int32))], 1.0)
        # Cloth keeps the light and shade of what it lies on.
        luma = cv2.cvtColor(out, cv2.COLOR_BGR2GRAY).astype(np.float32) / 140
        keep = random.uniform(0.2, 1)
        folds = 0.7 + 0.5 * clouds(random, (height, width), int(random.integers(4, 30)), 3)
        shade = (luma * keep + (1 - keep) * folds)[..., None]
        out = _blend(out, colour * shade, cv2.GaussianBlur(mask, (0, 0), 0.8) * random.uniform(0.75, 1))
    return out


def sunset(pixels: Pixels, random: Generator) -> Pixels:
    """A warm evening sky with clouds and perhaps the sun, over what becomes a dark foreground."""
    height, width = pixels.shape[:2]
    horizon = random.uniform(0.3, 0.8) * height
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    up = np.clip((horizon - y) / horizon, 0, 1)[..., None]
    low = np.array(random.choice([[60, 140, 250], [90, 120, 230], [120, 190, 255], [40, 90, 220]]), np.float32)
    high = np.array(random.choice([[170, 110, 80], [120, 70, 60], [190, 160, 140], [90, 60, 120]]), np.float32)
    sky = low * (1 - up) + high * up
    stretch = cv2.resize(clouds(random, (height // 4 + 2, width), 6), (width, height))
    sky = sky * (0.6 + 0.8 * stretch[..., None])
    if random.random() < 0.7:
        sx, sy, r = random.uniform(0, width), horizon * random.uniform(0.4, 1), random.uniform(0.01, 0.06) * width
        far = np.hypot(x - sx, y - sy) / r
        light = np.clip(2 - far, 0, 1) + 0.8 * np.exp(-far / random.uniform(2, 6))
        sky = sky + light[..., None] * np.array([150, 220, 255], np.float32)
    edge = horizon + (clouds(random, (8, width), 12)[4] - 0.5) * 0.2 * height
    cover = np.clip((edge[None, :] - y) / 3, 0, 1)
    ground = pixels * random.uniform(0.1, 0.7)
    return _blend(ground.astype(np.uint8), np.clip(sky, 0, 255), cover)


def warm_cast(pixels: Pixels, random: Generator) -> Pixels:
    """Sodium lamps, tungsten light, dust in the evening sun, autumn."""
    gain = np.array([random.uniform(0.25, 0.8), random.uniform(0.6, 0.95), random.uniform(0.95, 1.3)])
    return np.clip(pixels * gain, 0, 255).astype(np.uint8)


def haze(pixels: Pixels, random: Generator) -> Pixels:
    """Fog over all of it, thicker upwards, as distance is: no smoke."""
    height, width = pixels.shape[:2]
    grey = random.uniform(140, 240) * (1 + random.normal(0, 0.02, 3))
    up = np.linspace(1, random.uniform(0, 1), height, dtype=np.float32)[:, None]
    cover = np.repeat(up, width, 1) * random.uniform(0.15, 0.7)
    if random.random() < 0.3:
        cover = cover * (0.8 + 0.2 * clouds(random, (height, width), 2, 2))
    return _blend(pixels, grey.astype(np.float32), cover.astype(np.float32))


def wall(pixels: Pixels, random: Generator) -> Pixels:
    """A plain wall, a blank side of a lorry, a sheet: smooth, bright or grey, with soft shade."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = random.uniform(0, 2 * np.pi)
    slope = (x / width * np.cos(angle) + y / height * np.sin(angle)) * random.uniform(0, 60)
    grey = random.uniform(70, 235) + slope + 12 * (clouds(random, (height, width), 2, 2) - 0.5)
    colour = grey[..., None] * (1 + random.normal(0, 0.04, 3))
    cx, cy = random.uniform(0, width), random.uniform(0, height)
    w, h = random.uniform(0.15, 0.7) * width, random.uniform(0.2, 0.8) * height
    corners = np.array([[cx - w / 2, cy - h / 2], [cx + w / 2, cy - h / 2], [cx + w / 2, cy + h / 2], [cx - w / 2, cy + h / 2]])
    corners[:, 1] += random.normal(0, 0.06 * height, 4)
    mask = np.zeros((height, width), np.float32)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1.0)
    return _blend(pixels, np.clip(colour, 0, 255).astype(np.float32), cv2.GaussianBlur(mask, (0, 0), 0.8))


def other_hues(pixels: Pixels, random: Generator) -> Pixels:
    """The same things in other colours: green lawns turn orange, blue cars red."""
    turned = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV)
    hue = turned[..., 0].astype(np.int32) + int(random.integers(0, 180))
    turned[..., 0] = (hue % 180).astype(np.uint8)
    turned[..., 1] = np.clip(turned[..., 1] * random.uniform(0.8, 1.8), 0, 255).astype(np.uint8)
    return cv2.cvtColor(turned, cv2.COLOR_HSV2BGR)


def cloudy_sky(pixels: Pixels, random: Generator) -> Pixels:
    """A sky with clouds above the upper part of the picture."""
    height, width = pixels.shape[:2]
    horizon = random.uniform(0.2, 0.6) * height
    puffs = cv2.resize(clouds(random, (height // 2 + 2, width), int(random.integers(3, 8))), (width, height))
    share = np.clip((puffs - random.uniform(0.3, 0.6)) * random.uniform(2, 6), 0, 1)[..., None]
    blue = np.array([random.uniform(170, 240), random.uniform(130, 190), random.uniform(90, 150)])
    white = random.uniform(150, 250) * (0.75 + 0.25 * puffs[..., None])
    sky = np.clip(blue * (1 - share) + white * share, 0, 255)
    y = np.arange(height, dtype=np.float32)[:, None]
    edge = horizon + (clouds(random, (8, width), 10)[4] - 0.5) * 0.15 * height
    return _blend(pixels, sky.astype(np.float32), np.clip((edge[None, :] - y) / 2, 0, 1))


def infrared(pixels: Pixels) -> Pixels:
    """Without colour, as cameras see by night."""
    return cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)


def overexposed(pixels: Pixels, random: Generator) -> Pixels:
    """Too much light: what is bright turns white or cream, without detail, and its light runs over the edges."""
    light = pixels.astype(np.float32) * random.uniform(1.3, 2.8)
    over = np.clip(light - 235, 0, 255)
    bloom = cv2.GaussianBlur(over, (0, 0), random.uniform(1, 8)) * random.uniform(0.3, 1.2)
    tint = np.array([random.uniform(0.75, 1.0), random.uniform(0.93, 1.0), 1.0], np.float32)
    return np.clip(np.minimum(light + bloom, 255) * tint, 0, 255).astype(np.uint8)


def lettering(pixels: Pixels, random: Generator) -> Pixels:
    """A broadcaster's mark, a clock, a caption: on pictures of every kind, so that they tell nothing."""
    out = pixels.copy()
    height, width = out.shape[:2]
    for _ in range(int(random.integers(1, 4))):
        word = "".join(random.choice(list("ABCDEFGHKLMNRSTX0123456789:-./ "), int(random.integers(3, 16))))
        size = random.uniform(0.3, 1.6) * height / 400
        colour = [(255, 255, 255), (40, 40, 230), (40, 200, 250), (20, 20, 20)][int(random.integers(4))]
        at = (int(random.uniform(0, 0.8) * width), int(random.choice([random.uniform(0.04, 0.15), random.uniform(0.85, 0.98)]) * height))
        if random.random() < 0.3:
            cv2.rectangle(out, (at[0] - 4, at[1] - int(22 * size) - 4), (at[0] + int(len(word) * 17 * size), at[1] + 6), (15, 15, 160), -1)
        cv2.putText(out, word, at, int(random.integers(0, 4)), size, colour, max(1, round(2 * size)), cv2.LINE_AA)
    return out
