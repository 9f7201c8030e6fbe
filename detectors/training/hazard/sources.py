"""What there is to train and to measure on, with where each picture comes from."""

from dataclasses import dataclass
from pathlib import Path

from .picture import Picture, plain
from .reading import read_clip, read_labelled, read_pixels
from .scenes import scene_of_names

#: Parts that the photographs of COCO are dealt into: one is kept out at a time.
PHOTOGRAPH_FOLDS = 4
#: From this frame on the street's film is kept out.
STREET_KEPT_FROM = 400
#: Most of dfire_negatives is one hillside in all weathers; these are the others, and kept out.
OTHER_PLACES = ("AoF00001", "AoF00002", "AoF00084", "AoF00086", "AoF00087", "AoF00093", "AoF00099")


@dataclass(frozen=True)
class Source:
    """A picture on disk, or in memory when it is out of a film."""

    #: What must be kept out together: a scene of fire_smoke_yolo, or a part of the negatives.
    origin: str
    kind: str
    path: Path
    picture: Picture | None = None

    def read(self) -> Picture:
        """The picture, to be changed at will."""
        if self.kind == "fire_smoke_yolo":
            return read_labelled(self.path, self.origin)
        pixels = read_pixels(self.path) if self.picture is None else self.picture.pixels
        fresh = plain(pixels.copy(), self.kind, self.path.name)
        fresh.tags["scene"] = self.origin
        return fresh


def list_sources(data: Path) -> list[Source]:
    """Every picture of the data folder that the head is trained or measured on."""
    frames = sorted((data / "fire_smoke_yolo" / "images").glob("*.jpg"))
    scenes = scene_of_names([path.name for path in frames])
    sources = [Source(scenes[path.name], "fire_smoke_yolo", path) for path in frames]
    for index, path in enumerate(sorted((data / "coco" / "images").glob("*.jpg"))):
        sources.append(Source(f"coco-{index % PHOTOGRAPH_FOLDS}", "coco", path))
    for path in sorted((data / "dfire_negatives").glob("*.jpg")):
        sources.append(Source("other-places" if path.stem in OTHER_PLACES else "hillside-weather", "dfire_negatives", path))
    for path in sorted((data / "street_odc" / "frames").glob("*.jpg"))[::8]:
        kept = int(path.stem) >= STREET_KEPT_FROM
        sources.append(Source("street-late" if kept else "street-early", "street_odc", path))
    for name, origin in (("car-detection", "car-film"), ("one-by-one-person-detection", "person-film")):
        path = data / "videos" / f"{name}.mp4"
        for pixels in read_clip(path, 45):
            sources.append(Source(origin, "videos", path, plain(pixels, "videos")))
    if len(frames) == 0:
        raise SystemExit(f"{data} holds no fire_smoke_yolo/images/*.jpg; say where the pictures are with --data")
    return sources
