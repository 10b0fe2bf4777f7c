"""Damage a drawn figure as printing, scanning and journals' web sites do."""

from __future__ import annotations

import random

import cv2
import numpy as np


def finish(pixels: np.ndarray, size: tuple[int, int], rng: random.Random, quality: tuple[int, int]) -> bytes:
    """Shrink an RGB drawing to its final size, blur or sharpen it now and then, return JPEG bytes."""
    image = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    if rng.random() < 0.3:
        f = rng.uniform(0.55, 0.95)
        image = cv2.resize(image, (round(size[0] * f * 1.3), round(size[1] * f * 1.3)), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.15:
        image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(40, 80)])[1], 1)
    way = cv2.INTER_AREA if image.shape[1] >= size[0] else cv2.INTER_CUBIC
    image = cv2.resize(image, size, interpolation=way)
    roll = rng.random()
    if roll < 0.15:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 0.8))
    elif roll < 0.3:
        image = cv2.addWeighted(image, 1.6, cv2.GaussianBlur(image, (0, 0), 1.0), -0.6, 0)
    if rng.random() < 0.1:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if rng.random() < 0.1:
        noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(1, 4), image.shape)
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(*quality)])[1].tobytes()
