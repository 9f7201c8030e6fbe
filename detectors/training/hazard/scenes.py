"""Which frames of fire_smoke_yolo belong to the same scene, and which scenes are kept out of training: `scenes.json`."""

import json
import re
from pathlib import Path

_TABLE = json.loads((Path(__file__).parent / "scenes.json").read_text())

#: Scenes that the shipped head never sees.
HELD_OUT_SCENES: tuple[str, ...] = tuple(_TABLE["keptOut"])
#: Scenes that are kept out together, in turn, for cross-validation.
FOLDS: tuple[tuple[str, ...], ...] = tuple(tuple(fold) for fold in _TABLE["folds"])
#: Scenes with frames in which something burns that is not marked.
UNSURE_FIRE: tuple[str, ...] = tuple(_TABLE["unsureFire"])
#: Scenes whose smoke boxes mark glare, blinds or nothing one can see: their smoke is neither learned nor judged.
UNSURE_SMOKE: tuple[str, ...] = tuple(_TABLE["unsureSmoke"])


def scene_of_names(names: list[str]) -> dict[str, str]:
    """Scene of each file, by the first digits of the digest in its name (`NAME.rf.DIGEST.jpg`)."""
    by_digest = {digest: scene for scene, rows in _TABLE["frames"].items() for row in rows for digest in row.split()}
    found: dict[str, str] = {}
    for name in names:
        match = re.search(r"\.rf\.([0-9a-f]{6})", name)
        scene = by_digest.get(match.group(1)) if match else None
        if scene is None:
            raise SystemExit(f"{name} belongs to no scene of scenes.json; add its digest to one, or leave it out")
        found[name] = scene
    return found
