"""Makes sure that no two scenes hold frames that are nearly the same picture."""

from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from .reading import read_pixels

#: Side of the thumbnails that are compared, and the distance below which two frames count as one scene.
SIDE, LEAST_DISTANCE = 16, 0.45
#: How much a picture's mean colour counts beside its pattern.
COLOUR_WEIGHT = 40


def _thumbnail(path: Path) -> NDArray[np.float32]:
    small = cv2.resize(read_pixels(path), (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    mean = small.mean((0, 1))
    pattern = (small - mean) / (small.std() + 12)
    return np.concatenate([pattern.ravel(), ((mean - 128) / 64).repeat(COLOUR_WEIGHT)])


def assert_scenes_differ(frames: dict[Path, str]) -> None:
    """Stops when frames of two scenes are alike: one would tell the head what the other shows."""
    by_scene: dict[str, list[Path]] = {}
    for path, scene in sorted(frames.items()):
        by_scene.setdefault(scene, []).append(path)
    thumbnails = {scene: np.stack([_thumbnail(path) for path in paths]) for scene, paths in by_scene.items()}
    for one, other in combinations(sorted(by_scene), 2):
        a, b = thumbnails[one], thumbnails[other]
        square = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
        distance = np.sqrt(np.maximum(square, 0) / a.shape[1])
        if distance.min() < LEAST_DISTANCE:
            i, j = np.unravel_index(int(distance.argmin()), distance.shape)
            names = f"{by_scene[one][i].name} of {one} and {by_scene[other][j].name} of {other}"
            raise SystemExit(f"{names} are alike ({distance.min():.2f}); put them into one scene of scenes.json")
