"""The tables through pandas with its defaults, as VLMEvalKit and Hugging Face datasets (its csv builder) read them."""

import unittest

import pandas as pd

from release import LETTERS, RELEASE, SPLITS

FILES = [f"medqbench_{table}_{split}.tsv" for table in ("QA", "description", "paired_description") for split in SPLITS]


class Cells(unittest.TestCase):
    def test_none_is_lost_or_spelled_anew(self) -> None:
        for file in FILES:
            header, *rows = (RELEASE.folder / file).read_text(encoding="utf8").rstrip("\n").split("\n")
            table = pd.read_csv(RELEASE.folder / file, sep="\t")
            self.assertEqual(list(table.columns), header.split("\t"))
            self.assertEqual(len(table), len(rows))
            for column, cells in zip(table.columns, zip(*(row.split("\t") for row in rows))):
                read = ["" if pd.isna(value) else str(value) for value in table[column]]
                self.assertEqual(read, list(cells), f"{file}, column {column}")

    def test_only_options_that_do_not_exist_are_empty(self) -> None:
        for file in FILES:
            table = pd.read_csv(RELEASE.folder / file, sep="\t")
            empty = {column for column in table if table[column].isna().any()}
            self.assertLessEqual(empty, set(LETTERS[2:]), file)
