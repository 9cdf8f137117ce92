"""What can be won from the words alone: TF-IDF and logistic regression by scikit-learn, trained on dev and asked test.

The same features as pipeline/release/text-only, in other hands: its figure in the datasheet must be this one.
"""

import re
import unittest

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union

from release import RELEASE, TYPES


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def grams(tokens: list[str], *lengths: int) -> list[str]:
    return [" ".join(tokens[i : i + n]) for n in lengths for i in range(len(tokens) - n + 1)]


def question_and_option(row: tuple) -> list[str]:
    item, index = row
    return grams(words(item["question"]) + words(item["options"][index]), 1, 2)


def option(row: tuple) -> list[str]:
    item, index = row
    return grams(words(item["options"][index]), 1, 2, 3)


def crosses(row: tuple) -> list[str]:
    item, index = row
    return [f"{one} x {other}" for one in words(item["question"]) for other in words(item["options"][index])]


def form(row: tuple) -> list[str]:
    item, index = row
    options = item["options"]
    longer = sum(len(text) > len(options[index]) for text in options)
    return [f"letter {index} of {len(options)}", f"{longer} longer of {len(options)}"]


def rows(items: list[dict]) -> list[tuple]:
    return [(item, index) for item in items for index in range(len(item["options"]))]


def guess(trained: list[dict], asked: list[dict]) -> tuple[float, float, float]:
    """Accuracy, chance, and the standard error of blind guessing."""
    features = make_union(*(TfidfVectorizer(analyzer=block) for block in (question_and_option, option, crosses, form)))
    learned = features.fit_transform(rows(trained))
    model = LogisticRegression(C=1, tol=1e-9, max_iter=10000).fit(learned, [index == item["answer"] for item, index in rows(trained)])
    scores = iter(model.decision_function(features.transform(rows(asked))))
    right = 0.0
    for item in asked:
        own = np.array([next(scores) for _ in item["options"]])
        best = own >= own.max() - 1e-9
        right += best[item["answer"]] / best.sum()
    chance = np.array([1 / len(item["options"]) for item in asked])
    return right / len(asked), chance.mean(), np.sqrt((chance * (1 - chance)).sum()) / len(asked)


class WordsAlone(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        every = RELEASE.of("perception")
        part = lambda kind, split: [item for item in every if item["type"] == kind and item["split"] == split]
        cls.found = {kind: guess(part(kind, "dev"), part(kind, "test")) for kind in TYPES}
        cls.counts = {kind: len(part(kind, "test")) for kind in TYPES}
        for kind, (accuracy, chance, error) in cls.found.items():
            print(f"  {kind}: {100 * accuracy:.1f} % of {cls.counts[kind]} right, chance {100 * chance:.1f} +- {100 * error:.1f} %, z {(accuracy - chance) / error:+.1f}")

    def test_stay_within_two_standard_errors_of_chance(self) -> None:
        for kind, (accuracy, chance, error) in self.found.items():
            with self.subTest(kind):
                self.assertLessEqual(abs(accuracy - chance), 2 * error)

    def test_win_what_the_datasheet_says(self) -> None:
        sheet = (RELEASE.folder / "datasheet.md").read_text(encoding="utf8")
        for kind, (accuracy, _, _) in self.found.items():
            with self.subTest(kind):
                stated = re.search(rf"^\| {kind} \| (\d+) \| ([\d.]+) ", sheet, re.MULTILINE)
                self.assertIsNotNone(stated, "no line of the text-only baseline")
                self.assertEqual(int(stated[1]), self.counts[kind])
                # Scores that tie to the last bit here may differ there: a question or two.
                self.assertLessEqual(abs(float(stated[2]) / 100 - accuracy), 2 / self.counts[kind] + 0.001)
