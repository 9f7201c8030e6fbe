"""A picture in the making, with where fire and smoke are in it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.float32]
#: Whether a picture shows something: 1, 0, or -1 for unknown.
Known = int


@dataclass
class Hazard:
    """Where one hazard is, pixel by pixel, each mask 0 to 1."""

    present: Mask
    #: Where it may or may not be: neither right nor wrong to find it there.
    unsure: Mask
    known: Known = 0


@dataclass
class Picture:
    """Pixels (height, width, blue-green-red) and the two hazards in them."""

    pixels: Pixels
    fire: Hazard
    smoke: Hazard
    #: Where it comes from: told by source in the measurements.
    source: str
    name: str = ""
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def hazards(self) -> tuple[Hazard, Hazard]:
        return self.fire, self.smoke


def plain(pixels: Pixels, source: str, name: str = "") -> Picture:
    """A picture that shows neither."""

    def none() -> Hazard:
        zero = np.zeros(pixels.shape[:2], np.float32)
        return Hazard(zero, zero.copy())

    return Picture(pixels, none(), none(), source, name)
