"""How one training sample is made."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from . import compose, confusers, flames, smokes
from .framing import Sample, mirror, random_crop, to_frame
from .photograph import photograph
from .picture import Picture, plain
from .sources import Source

#: Sizes of frames and how often each is used; the first is the one on the box.
SIZES = ((416, 256), (320, 192), (512, 288), (352, 352))
SIZE_SHARES = (0.62, 0.14, 0.12, 0.12)
#: Least and greatest height of a flame as a share of the picture's: from a heap of leaves far off to a burning house close by.
FLAME_HEIGHTS = (0.035, 1.2)
ASPECTS = (1.0, 4 / 3, 3 / 2, 16 / 9, 16 / 9, 16 / 9, 2.0)
#: How often each set of pictures gives a background.
BACKGROUND_SHARES = {"coco": 0.5, "street_odc": 0.15, "dfire_negatives": 0.13, "fire_smoke_yolo": 0.1, "videos": 0.12}


@dataclass(frozen=True)
class Material:
    """What samples are made of."""

    labelled: dict[str, list[Source]]
    burning: list[Source]
    backgrounds: list[Source]
    #: Simulated heat and smoke, each (n, height, width).
    heats: NDArray[np.float16]
    smokes: NDArray[np.float16]


@dataclass
class Made:
    """A sample and all the origins that are in it."""

    sample: Sample
    origins: set[str]
    kind: str


def _pick(options: list, random: Generator):
    return options[int(random.integers(len(options)))]


def _one_background(material: Material, random: Generator, origins: set[str]) -> Picture:
    kinds = sorted({source.kind for source in material.backgrounds})
    weights = np.array([BACKGROUND_SHARES[kind] for kind in kinds])
    kind = str(random.choice(kinds, p=weights / weights.sum()))
    source = _pick([one for one in material.backgrounds if one.kind == kind], random)
    origins.add(source.origin)
    picture = random_crop(source.read(), random, 0.45)
    picture.pixels = picture.pixels.copy()
    return mirror(picture) if random.random() < 0.5 else picture


def _background(material: Material, random: Generator, origins: set[str]) -> Picture:
    """A picture without fire or smoke, now and then put together of four."""
    if random.random() > 0.2:
        return _one_background(material, random, origins)
    size = (int(random.integers(160, 320)), int(random.integers(110, 240)))
    parts = [cv2.resize(_one_background(material, random, origins).pixels, size) for _ in range(4)]
    return plain(np.vstack([np.hstack(parts[:2]), np.hstack(parts[2:])]), "composed")


def _finish(picture: Picture, random: Generator, origins: set[str], kind: str) -> Made:
    if random.random() < 0.2:
        picture.pixels = confusers.lettering(picture.pixels, random)
    if random.random() < 0.08:
        picture.pixels = confusers.infrared(picture.pixels)
    picture.pixels = photograph(np.ascontiguousarray(picture.pixels), random)
    size = SIZES[int(random.choice(len(SIZES), p=SIZE_SHARES))]
    aspect = float(random.choice(ASPECTS)) if random.random() < 0.7 else None
    sample = to_frame(picture, size, aspect)
    sample.scene = kind
    return Made(sample, origins, kind)


def labelled(material: Material, random: Generator, scene: str) -> Made:
    """A frame of a labelled scene, cut, mirrored and photographed anew."""
    source = _pick(material.labelled[scene], random)
    picture = source.read()
    if random.random() < 0.7:
        picture = random_crop(picture, random, 0.5)
    if random.random() < 0.5:
        picture = mirror(picture)
    if picture.fire.known == 0:
        for way in (confusers.lamps, confusers.paint, confusers.warm_cast):
            if random.random() < 0.15:
                picture.pixels = way(np.ascontiguousarray(picture.pixels), random)
    return _finish(picture, random, {source.origin}, "labelled")


def _flame(material: Material, random: Generator, origins: set[str]) -> flames.Flame | None:
    way = random.random()
    if way < 0.5:
        heat = material.heats[int(random.integers(len(material.heats)))].astype(np.float32)
        return flames.burn(heat, random)
    if way < 0.75:
        source = _pick(material.burning, random)
        flame = flames.cut_out(source.read(), random)
        if flame is not None:
            origins.add(source.origin)
        return flame
    return flames.draw(random)


def _smoke(material: Material, random: Generator) -> smokes.Smoke | None:
    way = random.random()
    if way < 0.45:
        density = material.smokes[int(random.integers(len(material.smokes)))].astype(np.float32)
        return smokes.rise(density, random)
    return smokes.plume(random) if way < 0.8 else smokes.puffs(random)


def _log_uniform(random: Generator, low: float, high: float) -> float:
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


def burning(material: Material, random: Generator) -> Made:
    """A background with fire in it: one flame or a row of them, far or near, by day or night, with or without smoke."""
    origins: set[str] = set()
    picture = _background(material, random, origins)
    height, width = picture.pixels.shape[:2]
    if random.random() < 0.35:
        compose.darken(picture, random)
    if random.random() < 0.15:
        picture.pixels = confusers.paint(picture.pixels, random)
    foot = (random.uniform(0.08, 0.92) * width, random.uniform(0.4, 1.02) * height)
    tall = _log_uniform(random, *FLAME_HEIGHTS) * height
    if random.random() < 0.4:
        smoke = _smoke(material, random)
        if smoke is not None:
            high = max(24.0, tall * random.uniform(1.5, 5))
            compose.add_smoke(picture, smoke, (foot[0], foot[1] - tall * random.uniform(0.1, 0.6)), int(high), random)
    many = 1 if random.random() < 0.55 else int(random.integers(2, 9))
    reach = tall * random.uniform(0.3, 1.2)
    seen = False
    for _ in range(many):
        flame = _flame(material, random, origins)
        if flame is not None:
            x = foot[0] + (random.normal(0, reach) if many > 1 else 0)
            y = foot[1] + (random.normal(0, tall * 0.1) if many > 1 else 0)
            seen = compose.add_flame(picture, flame, (x, y), max(5, int(tall * random.uniform(0.6, 1.2))), random) or seen
    if not seen:
        return burning(material, random)
    if random.random() < 0.25:
        compose.hide_behind(picture, random)
    if random.random() < 0.2:
        # Smoke that drifts before the flames.
        smoke = _smoke(material, random)
        if smoke is not None:
            compose.add_smoke(picture, smoke, (foot[0] + random.normal(0, tall), foot[1]), int(tall * random.uniform(1, 3)), random)
    return _finish(picture, random, origins, "burning")


def smoking(material: Material, random: Generator) -> Made:
    """A background with smoke in it."""
    origins: set[str] = set()
    picture = _background(material, random, origins)
    height, width = picture.pixels.shape[:2]
    if random.random() < 0.2:
        compose.darken(picture, random)
    for way, share in ((confusers.cloudy_sky, 0.3), (confusers.paint, 0.2), (confusers.lamps, 0.15), (confusers.overexposed, 0.2)):
        if random.random() < share:
            picture.pixels = way(picture.pixels, random)
    seen = False
    for _ in range(1 if random.random() < 0.7 else 2):
        smoke = _smoke(material, random)
        if smoke is not None:
            foot = (random.uniform(0, 1) * width, random.uniform(0.4, 1.1) * height)
            seen = compose.add_smoke(picture, smoke, foot, int(_log_uniform(random, 0.15, 2.2) * height), random) or seen
    if not seen:
        return smoking(material, random)
    if random.random() < 0.2:
        # Smoke in warm light is no fire.
        picture.pixels = confusers.warm_cast(picture.pixels, random)
    return _finish(picture, random, origins, "smoking")


def quiet(material: Material, random: Generator) -> Made:
    """A background without fire or smoke, and with what is easily taken for them."""
    origins: set[str] = set()
    picture = _background(material, random, origins)
    if random.random() < 0.25:
        compose.darken(picture, random)
    ways = (
        (confusers.lamps, 0.3),
        (confusers.paint, 0.35),
        (confusers.sunset, 0.12),
        (confusers.cloudy_sky, 0.12),
        (confusers.warm_cast, 0.2),
        (confusers.haze, 0.12),
        (confusers.wall, 0.12),
        (confusers.other_hues, 0.2),
        (confusers.overexposed, 0.2),
    )
    for way, share in ways:
        if random.random() < share:
            picture.pixels = way(picture.pixels, random)
    return _finish(picture, random, origins, "quiet")
