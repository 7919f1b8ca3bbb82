"""The lines that docs/tutorials quote from the source stand there still, so that a newcomer can follow."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def quoted(text):
    """(path, line) for each line that a diff block takes from a file: those that it removes or leaves as they are."""
    for block in re.findall(r"^```diff\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        header, *lines = block.splitlines()
        path = header.removeprefix("--- ")
        for line in lines:
            if line[0] in "- ":
                yield path, line[1:]


class Tutorials(unittest.TestCase):
    def test_quote_lines_that_exist(self):
        for tutorial in sorted((ROOT / "docs/tutorials").glob("*.md")):
            found = list(quoted(tutorial.read_text(encoding="utf-8")))
            self.assertTrue(found, f"{tutorial.name} quotes nothing")
            for path, line in found:
                with self.subTest(tutorial=tutorial.name, path=path):
                    self.assertIn(line, (ROOT / path).read_text(encoding="utf-8").splitlines())

    def test_a_line_that_is_gone_is_noticed(self):
        self.assertEqual(list(quoted("```diff\n--- a/b.cpp\n-old\n+new\n same\n```\n")), [("a/b.cpp", "old"), ("a/b.cpp", "same")])
