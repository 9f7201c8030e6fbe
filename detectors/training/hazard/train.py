"""Trains the head, measures it on what was kept out, and writes both down."""

import base64
import json
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from .features import Group, batches, read_groups
from .head import HazardHead, constants
from .measure import Scores, score, summarise
from .scenes import FOLDS, HELD_OUT_SCENES

SEED = 20260
EPOCHS, BATCH, PEAK_RATE, DECAY = 10, 48, 4e-3, 0.03
#: How fast the averaged weights follow the trained ones.
AVERAGE = 0.99
#: Weight of the picture's own label beside those of its cells.
PICTURE_WEIGHT = 0.5
#: Scores from which a picture is called positive in the report.
THRESHOLDS = (0.5, 0.5)
#: Negatives that no head sees.
ALWAYS_KEPT_OUT = ("other-places", "street-late", "person-film")


def _loss(logits: Tensor, cells: Tensor, known: Tensor) -> Tensor:
    sure, present = (cells >= 0).float(), (cells == 1).float()
    share = torch.sigmoid(logits)
    # Cells that are told well already count little: nearly all are empty.
    weight = torch.where(present == 1, 2 * (1 - share) ** 1.5, share**1.5).detach()
    each = functional.binary_cross_entropy_with_logits(logits, present, reduction="none") * weight * sure
    by_cell = each.sum() / (present.sum() + 50)
    highest = logits.flatten(2).topk(2, 2).values
    picture = torch.where(known == 1, highest.mean(2), highest[:, :, 0])
    told = functional.binary_cross_entropy_with_logits(picture, known.clamp(min=0).float(), reduction="none")
    sure_picture = (known >= 0).float()
    return by_cell + PICTURE_WEIGHT * (told * sure_picture).sum() / sure_picture.sum().clamp(min=1)


def _deviation(picked: list[tuple[Group, NDArray[np.int64]]]) -> Tensor:
    group, index = picked[0]
    trunk, _ = group.features(index[:: max(1, len(index) // 500)])
    return trunk.std((0, 2, 3)) + 1e-3


def train(groups: list[Group], kept_out: frozenset[str], note: str) -> HazardHead:
    """Trains a head on the samples that hold nothing of the origins kept out."""
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    picked = []
    for group in groups:
        index = [i for i, row in enumerate(group.rows) if row.role == "train" and not row.origins & kept_out]
        picked.append((group, np.array(index)))
    deviation = _deviation(picked)
    head, averaged = HazardHead(deviation), HazardHead(deviation)
    averaged.load_state_dict(head.state_dict())
    steps = EPOCHS * sum(1 for _ in batches(picked, BATCH, np.random.default_rng(0)))
    optimiser = torch.optim.AdamW(head.parameters(), PEAK_RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_RATE, total_steps=steps)
    started = time.monotonic()
    for epoch in range(EPOCHS):
        head.train()
        total, count = 0.0, 0
        for group, index in batches(picked, BATCH, random):
            cells = torch.from_numpy(group.cells[index])
            known = torch.tensor([group.rows[int(i)].known for i in index])
            loss = _loss(head(*group.features(index)), cells, known)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            with torch.no_grad():
                for mean, value in zip(averaged.state_dict().values(), head.state_dict().values()):
                    mean.copy_(value) if not mean.is_floating_point() else mean.lerp_(value, 1 - AVERAGE)
            total, count = total + loss.item() * len(index), count + len(index)
        spent = time.monotonic() - started
        print(f"{note}: epoch {epoch + 1} of {EPOCHS}, {count} samples, loss {total / count:.4f}, {spent:.0f} s", flush=True)
    return averaged


def _save(head: HazardHead, file: Path) -> None:
    tensors = {}
    for name, value in sorted(constants(head).items()):
        half = value.detach().numpy().astype("<f2")
        tensors[name] = {"shape": list(half.shape), "half": base64.b64encode(half.tobytes()).decode("ascii")}
    file.write_text(json.dumps({"schema": "lamppost.hazard-head/1", "tensors": tensors}, indent=2) + "\n")


def train_all(folder: Path, head_file: Path, report_file: Path, with_folds: bool) -> None:
    """Trains the head that ships, and on request one for each fold of scenes, and reports."""
    torch.set_num_threads(1)
    groups = read_groups(folder)
    kept_out = frozenset((*HELD_OUT_SCENES, *ALWAYS_KEPT_OUT, "coco-0"))
    head = train(groups, kept_out, "head")
    _save(head, head_file)
    report: dict = {"keptOut": sorted(kept_out), "figures": summarise(score(head, groups, kept_out), THRESHOLDS)}
    print(json.dumps(report["figures"], indent=1), flush=True)
    if with_folds:
        scored: list[Scores] = []
        for fold, scenes in enumerate(FOLDS):
            out = frozenset((*scenes, *ALWAYS_KEPT_OUT, f"coco-{fold}"))
            other = train(groups, out, f"fold {fold + 1} of {len(FOLDS)}")
            scored.append(score(other, groups, out if fold == 0 else frozenset((*scenes, f"coco-{fold}"))))
        pooled = Scores([row for one in scored for row in one.rows], np.concatenate([one.values for one in scored]))
        report["folds"] = [sorted(fold) for fold in FOLDS]
        report["crossValidated"] = summarise(pooled, THRESHOLDS)
        print(json.dumps(report["crossValidated"], indent=1), flush=True)
    report_file.write_text(json.dumps(report, indent=2) + "\n")
