"""
Flames and smoke from a small simulation of hot gas: what burns at the bottom rises, swirls and cools.

A two-dimensional incompressible flow on a periodic grid: semi-Lagrangian advection, buoyancy, vorticity confinement, and projection in
Fourier space (J. Stam, Stable Fluids, 1999; R. Fedkiw and others, Visual Simulation of Smoke, 2001).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .noise import clouds

Field = NDArray[np.float32]
HEIGHT, WIDTH = 160, 112


@dataclass(frozen=True)
class Gas:
    """A moment of the simulation, each field (HEIGHT, WIDTH) with the source at the bottom."""

    #: 1 where it burns hottest.
    heat: Field
    #: Density of smoke.
    smoke: Field


@dataclass(frozen=True)
class GasOptions:
    source_width: float
    cooling: float
    buoyancy: float
    swirl: float
    wind: float
    soot: float


def random_options(random: Generator) -> GasOptions:
    """A fire of any width, height, and wind."""
    return GasOptions(
        source_width=float(random.uniform(0.12, 0.75)),
        cooling=float(np.exp(random.uniform(np.log(0.005), np.log(0.03)))),
        buoyancy=float(random.uniform(0.1, 0.26)),
        swirl=float(random.uniform(0.1, 0.6)),
        wind=float(random.normal(0, 0.25)),
        soot=float(random.uniform(0.02, 0.12)),
    )


def simulate(random: Generator, options: GasOptions, moments: int, warm_up: int = 90, every: int = 12) -> Iterator[Gas]:
    """Moments of a fire, far enough apart to differ."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    ky, kx = np.fft.fftfreq(HEIGHT)[:, None], np.fft.rfftfreq(WIDTH)[None, :]
    k2 = kx**2 + ky**2
    k2[0, 0] = 1
    u, v, heat, smoke = (np.zeros((HEIGHT, WIDTH), np.float32) for _ in range(4))
    middle = WIDTH / 2
    across = np.clip(1.2 - np.abs(columns - middle) / (options.source_width * WIDTH / 2), 0, 1)
    base = across * np.clip((rows - (HEIGHT - 14)) / 6, 0, 1) * np.clip((HEIGHT - 3 - rows) / 3, 0, 1)
    # Nothing comes back in from below after it left at the top.
    fade = np.clip(np.minimum(rows / 12, (HEIGHT - rows) / 2), 0, 1).astype(np.float32)

    def carry(field: Field) -> Field:
        return cv2.remap(field, columns - u, rows - v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)

    for step in range(warm_up + moments * every):
        patches = clouds(random, (HEIGHT, WIDTH), 9, 2)
        heat = np.maximum(heat, base * np.clip((patches - 0.25) * 2.4, 0, 1))
        smoke = smoke + options.soot * heat
        v = v - options.buoyancy * heat - 0.02 * options.buoyancy * smoke
        u = u + 0.02 * options.wind * np.clip(1 - rows / HEIGHT, 0, 1) + 0.04 * (random.random((1, 1)).astype(np.float32) - 0.5)
        turning = np.gradient(v, axis=1) - np.gradient(u, axis=0)
        gy, gx = np.gradient(np.abs(turning))
        norm = np.sqrt(gx**2 + gy**2) + 1e-4
        u = u + options.swirl * gy / norm * turning
        v = v - options.swirl * gx / norm * turning
        fu, fv = np.fft.rfft2(u), np.fft.rfft2(v)
        div = (kx * fu + ky * fv) / k2
        u = np.fft.irfft2(fu - kx * div, (HEIGHT, WIDTH)).astype(np.float32) * 0.995
        v = np.fft.irfft2(fv - ky * div, (HEIGHT, WIDTH)).astype(np.float32) * 0.995
        np.clip(u, -4, 4, out=u)
        np.clip(v, -4, 4, out=v)
        u, v, heat, smoke = carry(u), carry(v), carry(heat), carry(smoke)
        heat = np.clip(heat - options.cooling, 0, 1) * fade
        smoke = smoke * 0.994 * fade
        if step >= warm_up and (step - warm_up) % every == 0:
            yield Gas(heat.copy(), smoke.copy())
