"""A release as its manifest has it: what every consumer must arrive at."""

import json
import os
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

LETTERS = "ABCD"
SPLITS = ("dev", "test")
TYPES = ("Yes-or-No", "What", "How")
LEVELS = ("none", "mild", "moderate", "severe")


class Release:
    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        records = [json.loads(line) for line in (self.folder / "manifest.jsonl").read_text(encoding="utf8").splitlines()]
        self.images = {record["key"]: record for record in records if record["kind"] == "image"}
        self.items = [record for record in records if record["kind"] == "item"]

    def of(self, task: str, split: str | None = None) -> list[dict]:
        """The items that the tables hold, in order: none whose pictures a licence keeps back."""
        free = lambda key: self.images[key]["source"]["licence"]["redistribute"]
        return [x for x in self.items if x["task"] == task and split in (None, x["split"]) and all(map(free, x["images"]))]

    def pixels(self, key: str) -> np.ndarray:
        return pixels(self.folder / "images" / f"{self.images[key]['content'][:32]}.png")


@cache
def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def shown(text: str) -> str:
    """A text as a table holds it: one line, without double quotes."""
    return " ".join(text.split()).replace('"', "'")


RELEASE = Release(os.environ["MEDQ_RELEASE"])
OTHER = Release(os.environ["MEDQ_OTHER_RELEASE"])
