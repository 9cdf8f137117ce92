"""Whether knowing a level gives Yes or No away."""

import unittest

from scipy.stats import chisquare

from release import LEVELS, RELEASE


class YesOrNo(unittest.TestCase):
    def test_is_balanced_within_each_level(self) -> None:
        for level in LEVELS:
            items = [x for x in RELEASE.of("perception") if x["type"] == "Yes-or-No" and x["severity"] == level]
            if not items:
                continue
            yes = sum(item["options"][item["answer"]] == "Yes" for item in items)
            p = chisquare([yes, len(items) - yes]).pvalue
            print(f"  {level}: Yes {yes} of {len(items)}, p {p:.2g}")
            with self.subTest(level):
                self.assertGreater(p, 0.01)
