"""How well the head tells pictures that it was not trained on."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from .features import Group, Row
from .head import HazardHead

HAZARDS = ("fire", "smoke")
#: False positives for each image at which recall is told.
LIMIT = 0.05


@dataclass(frozen=True)
class Scores:
    """Score of each picture: that of its highest cell, (n, 2)."""

    rows: list[Row]
    values: NDArray[np.float32]

    def of(self, hazard: int, positive: bool) -> NDArray[np.float32]:
        wanted = [row.known[hazard] == int(positive) for row in self.rows]
        return self.values[np.array(wanted, bool), hazard]


@torch.no_grad()
def score(head: HazardHead, groups: list[Group], origins: frozenset[str] | None) -> Scores:
    """Scores the pictures to measure that are of some origins, or all of them."""
    head.eval()
    rows, values = [], []
    for group in groups:
        index = [i for i, r in enumerate(group.rows) if r.role == "measure" and (origins is None or r.origins <= origins)]
        for at in range(0, len(index), 32):
            part = np.array(index[at : at + 32])
            logits = head(*group.features(part))
            values.append(torch.sigmoid(logits).flatten(2).amax(2).numpy())
            rows += [group.rows[int(i)] for i in part]
    return Scores(rows, np.concatenate(values))


def auc(positive: NDArray[np.float32], negative: NDArray[np.float32]) -> float:
    """How often a positive picture scores above a negative one."""
    higher = (positive[:, None] > negative[None]).mean() + 0.5 * (positive[:, None] == negative[None]).mean()
    return float(higher)


def recall_at(positive: NDArray[np.float32], negative: NDArray[np.float32], limit: float) -> tuple[float, float]:
    """Most recall with at most `limit` false positives for each negative picture, and the least score that gives it."""
    allowed = int(np.floor(limit * len(negative)))
    threshold = float(np.sort(negative)[::-1][allowed]) if allowed < len(negative) else 0.0
    above = positive[positive > threshold]
    return len(above) / len(positive), float(above.min()) if len(above) else 1.0


def summarise(scores: Scores, thresholds: tuple[float, float]) -> dict:
    """Figures of each hazard, altogether and by source."""
    out: dict = {}
    for hazard, name in enumerate(HAZARDS):
        positive, negative = scores.of(hazard, True), scores.of(hazard, False)
        if len(positive) == 0 or len(negative) == 0:
            continue
        recall, threshold = recall_at(positive, negative, LIMIT)
        random = np.random.default_rng(7)
        again = [
            recall_at(random.choice(positive, len(positive)), random.choice(negative, len(negative)), LIMIT)[0]
            for _ in range(400)
        ]
        out[name] = {
            "positives": len(positive),
            "negatives": len(negative),
            "auc": round(auc(positive, negative), 4),
            "recallAtLimit": round(recall, 3),
            "recallInterval": [round(float(q), 3) for q in np.quantile(again, (0.025, 0.975))],
            "thresholdAtLimit": round(threshold, 3),
            "atThreshold": {
                "threshold": thresholds[hazard],
                "recall": round(float((positive >= thresholds[hazard]).mean()), 3),
                "falsePositives": round(float((negative >= thresholds[hazard]).mean()), 3),
            },
            "byPlace": _by_place(scores, hazard, thresholds[hazard]),
        }
    return out


def _by_place(scores: Scores, hazard: int, threshold: float) -> dict:
    places: dict = {}
    for row, values in zip(scores.rows, scores.values):
        known = row.known[hazard]
        if known < 0:
            continue
        count = places.setdefault(row.scene, {"positives": 0, "found": 0, "negatives": 0, "falseAlarms": 0})
        called = bool(values[hazard] >= threshold)
        count["positives" if known else "negatives"] += 1
        if called:
            count["found" if known else "falseAlarms"] += 1
    return dict(sorted(places.items()))
