"""Cloudy noise."""

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray


def clouds(random: Generator, size: tuple[int, int], base: int, octaves: int = 5, fall: float = 0.55) -> NDArray[np.float32]:
    """
    Fractal noise from 0 to 1.

    :param size: height and width in pixels
    :param base: how many hills lie along the longer side in the coarsest layer
    """
    height, width = size
    longest = max(size)
    total, weight = np.zeros(size, np.float32), 1.0
    for octave in range(octaves):
        hills = base * 2**octave
        if hills > longest:
            break
        grid = random.random((max(2, hills * height // longest + 1), max(2, hills * width // longest + 1)), np.float32)
        total += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        weight *= fall
    total -= total.min()
    return total / max(float(total.max()), 1e-6)
