"""What cameras and networks do to pictures."""

import cv2
import numpy as np
from numpy.random import Generator

from .picture import Pixels


def photograph(pixels: Pixels, random: Generator) -> Pixels:
    """Exposure, colour, a soft lens, low resolution, grain and compression, each now and then."""
    out = pixels.astype(np.float32)
    if random.random() < 0.7:
        out = out * random.uniform(0.65, 1.3) + random.uniform(-25, 20)
    if random.random() < 0.3:
        out = 255 * np.clip(out / 255, 0, 1) ** random.uniform(0.7, 1.5)
    if random.random() < 0.35:
        grey = out.mean(2, keepdims=True)
        out = grey + (out - grey) * random.uniform(0.5, 1.25)
    if random.random() < 0.3:
        out = out * (1 + random.normal(0, 0.06, 3))
    if random.random() < 0.3:
        out = out + random.normal(0, random.uniform(2, 10), out.shape)
    done = np.clip(out, 0, 255).astype(np.uint8)
    height, width = done.shape[:2]
    if random.random() < 0.2:
        share = random.uniform(0.3, 0.7)
        small = cv2.resize(done, (max(8, int(width * share)), max(8, int(height * share))), interpolation=cv2.INTER_AREA)
        done = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if random.random() < 0.3:
        done = cv2.GaussianBlur(done, (0, 0), random.uniform(0.5, 1.6))
    if random.random() < 0.45:
        _, coded = cv2.imencode(".jpg", done, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 80))])
        done = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return done
