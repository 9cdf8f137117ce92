"""The tables through VLMEvalKit's own loader classes, from file to prompt to score."""

import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path

import numpy as np

from loaders import DESCRIPTIONS, JUDGE, PAIRS, QUESTIONS, TABLES, dump
from release import LETTERS, OTHER, RELEASE, SPLITS, Release, pixels, shown

FOLDER = tempfile.TemporaryDirectory()
os.environ["LMUData"] = FOLDER.name  # where the loaders keep pictures


def load(release: Release, without: tuple[str, ...] = ()) -> dict[tuple[str, str], tuple]:
    """For each table: the loaded dataset, less some columns, and all of its prompts."""
    loaded = {}
    for task, loader, name, file in TABLES:
        for split in SPLITS:
            with contextlib.redirect_stdout(io.StringIO()):
                dataset = loader(f"{name}_{split}", data_path=str(release.folder / f"{file}_{split}.tsv"))
            dataset.data = dataset.data.drop(columns=list(without))
            loaded[task, split] = (dataset, [dataset.build_prompt(row) for row in range(len(dataset))])
    return loaded


def setUpModule() -> None:
    global LOADED
    # Other releases have left their pictures under the same dataset names: one like ours, and one whose pictures are named by their rows.
    load(OTHER)
    load(OTHER, without=("image_path",))
    LOADED = load(RELEASE)


def tearDownModule() -> None:
    FOLDER.cleanup()


def texts(prompt: list[dict]) -> str:
    return "\n".join(part["value"] for part in prompt if part["type"] == "text")


class Prompts(unittest.TestCase):
    def each(self):
        for (task, split), (dataset, prompts) in LOADED.items():
            items = RELEASE.of(task, split)
            self.assertEqual(len(dataset), len(items), f"rows of {task} {split}")
            for item, row, prompt in zip(items, dataset.data.to_dict("records"), prompts):
                yield item, row, prompt

    def test_every_item_is_a_prompt_with_its_question(self) -> None:
        for item, row, prompt in self.each():
            self.assertEqual(row["key"], item["key"])
            self.assertIn(shown(item["question"]), texts(prompt))

    def test_every_option_is_offered_and_no_other(self) -> None:
        for item, _, prompt in self.each():
            if item["task"] != "perception":
                continue
            offered = texts(prompt).split("Options:\n")[1].split("\n\n")[0].splitlines()
            self.assertEqual(offered, [f"{letter}. {shown(text)}" for letter, text in zip(LETTERS, item["options"])])

    def test_every_picture_is_the_right_one_pixel_for_pixel(self) -> None:
        for item, _, prompt in self.each():
            paths = [part["value"] for part in prompt if part["type"] == "image"]
            self.assertEqual(len(paths), len(item["images"]), item["key"])
            for path, key in zip(paths, item["images"]):
                np.testing.assert_array_equal(pixels(Path(path)), RELEASE.pixels(key), item["key"])

    def test_every_reference_is_whole(self) -> None:
        for item, row, _ in self.each():
            if "reference" in item:
                self.assertEqual(row["description"], shown(item["reference"]))

    def test_rows_carry_what_scores_are_broken_down_by(self) -> None:
        for item, row, _ in self.each():
            source = RELEASE.images[item["images"][0]]
            strata = {name: item[name] for name in ("template", "severity", "split")}
            strata |= {"origin": source["source"]["origin"], "group": f"group-{source['group']}"}
            self.assertEqual({name: row[name] for name in strata}, strata)


class Scores(unittest.TestCase):
    def score(self, loader, split: str, task: str, answer, **judge) -> dict:
        """What the loader's own evaluation gives for these answers, through the spreadsheet that it keeps predictions in."""
        dataset, _ = LOADED[task, split]
        data = dataset.data.drop(columns=["image", "image_path"], errors="ignore")
        data["prediction"] = [answer(row) for row in data.to_dict("records")]
        file = str(Path(FOLDER.name) / f"{task}_{split}.xlsx")
        with contextlib.redirect_stdout(io.StringIO()):
            dump(data, file)
            return dataset.evaluate(file, **judge)

    def test_an_oracle_scores_all(self) -> None:
        for split in SPLITS:
            for answer in (lambda row: row["answer"], lambda row: f"{row['answer']}. {row[row['answer']]}"):
                result = self.score(QUESTIONS, split, "perception", answer)
                self.assertEqual({value for name, value in result.items() if name.endswith("accuracy")}, {1})
                self.assertEqual(result["total"], len(RELEASE.of("perception", split)))

    def test_always_a_scores_the_share_of_a(self) -> None:
        for split in SPLITS:
            items = RELEASE.of("perception", split)
            share = sum(item["answer"] == 0 for item in items) / len(items)
            self.assertAlmostEqual(self.score(QUESTIONS, split, "perception", lambda row: "A")["overall_accuracy"], share)

    def test_the_judge_is_shown_whole_references(self) -> None:
        for loader, task in ((DESCRIPTIONS, "description"), (PAIRS, "comparison")):
            JUDGE.asked.clear()
            result = self.score(loader, "test", task, lambda row: row["description"], sleep=0)
            self.assertEqual(set(result.values()), {2})
            for item in RELEASE.of(task, "test"):
                self.assertTrue(any(shown(item["reference"]) in asked for asked in JUDGE.asked), item["key"])
