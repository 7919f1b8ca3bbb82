"""Runs one file of Python tests and writes what became of each test as JSON.

tools/one_unittest.py FILE RESULT: RESULT becomes a list of {"name", "outcome", "message"}; the outcome is passed, failed or
skipped. The exit status is 0 once RESULT is written, whatever the tests found.
"""

import importlib.util
import json
import sys
import unittest
from pathlib import Path


class Recorder(unittest.TestResult):
    """Keeps one entry a test. A test's name carries its first line of documentation, where a requirement row may stand."""

    def __init__(self):
        super().__init__()
        self.entries = []

    def _record(self, test, outcome, message=""):
        words = test.shortDescription()
        name = test.id().partition(".")[2] or test.id()
        self.entries.append({"name": f"{name}: {words}" if words else name, "outcome": outcome, "message": message})

    def addSuccess(self, test):
        self._record(test, "passed")

    def addFailure(self, test, err):
        self._record(test, "failed", self._exc_info_to_string(err, test))

    # An error and a failure are told apart by their messages; both mean that the test did not hold.
    addError = addFailure

    def addSkip(self, test, reason):
        self._record(test, "skipped", reason)

    def addExpectedFailure(self, test, err):
        self._record(test, "passed")

    def addUnexpectedSuccess(self, test):
        self._record(test, "failed", "it was expected to fail and passed")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._record(subtest, "failed", self._exc_info_to_string(err, test))


def load(path):
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    # Dataclasses and pickles look their module up by name.
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return unittest.defaultTestLoader.loadTestsFromModule(module)


def main():
    path, result = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    recorder = Recorder()
    load(path).run(recorder)
    result.write_text(json.dumps(recorder.entries, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
