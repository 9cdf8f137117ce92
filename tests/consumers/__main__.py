"""Runs every test_*.py of this folder, a line a test. Ends with one line: N passed, N failed."""

import sys
import time
import unittest
from pathlib import Path


class Told(unittest.TestResult):
    broken = False
    passed = 0

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self.broken, self.begun = False, time.monotonic()

    def addFailure(self, test: unittest.TestCase, error: tuple) -> None:
        super().addFailure(test, error)
        self.broken = True

    def addError(self, test: unittest.TestCase, error: tuple) -> None:
        super().addError(test, error)
        self.broken = True

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, error: tuple | None) -> None:
        super().addSubTest(test, subtest, error)
        self.broken |= error is not None

    def stopTest(self, test: unittest.TestCase) -> None:
        super().stopTest(test)
        self.passed += not self.broken
        print(f"{'FAILED' if self.broken else 'passed'}  {test.id()}  ({time.monotonic() - self.begun:.1f} s)", flush=True)


folder = str(Path(__file__).parent)
suite = unittest.defaultTestLoader.discover(folder, top_level_dir=folder)
count = suite.countTestCases()
result = suite.run(Told())
for test, trace in result.failures + result.errors:
    print(f"\n== {test}\n{trace.rstrip()}")
print(f"\n{result.passed} passed, {count - result.passed} failed")
sys.exit(not result.wasSuccessful())
