"""Breaks each rule of tools/tidy.py once, in a small tree of its own, and expects exactly that finding."""

import contextlib
import tempfile
import unittest
from pathlib import Path

import tidy

SETTINGS = (Path(__file__).parent / "tidy.toml").read_text(encoding="utf-8").split("[long_lines]")[0] + "[long_lines]\n[long_files]\n"


@contextlib.contextmanager
def tree(files, settings=SETTINGS):
    """A repository with these files, where {path: text}."""
    with tempfile.TemporaryDirectory() as directory:
        for path, text in {"tools/tidy.toml": settings, **files}.items():
            target = Path(directory, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        yield tidy.Tree(directory)


def findings(rule, files, settings=SETTINGS):
    with tree(files, settings) as made:
        return [f"{path}:{number}: {what}" for path, number, what in rule(made)]


class TidyTest(unittest.TestCase):
    def test_routing_may_not_include_the_centre(self):
        found = findings(tidy.includes, {"src/routing/router.cpp": '#include "base/id.hpp"\n#include "centre/state.hpp"\n'})
        self.assertEqual(found, ["src/routing/router.cpp:2: routing includes centre; routing may include base, contact, people"])

    def test_the_simulator_may_not_include_the_telephone(self):
        self.assertEqual(len(findings(tidy.includes, {"sim/world.cpp": '#include "telephony/telephony.hpp"\n'})), 1)

    def test_a_store_may_include_the_database_and_its_room_may_not(self):
        line = '#include "edge/storage/database.hpp"\n'
        self.assertEqual(findings(tidy.includes, {"src/journal/store.cpp": line}), [])
        self.assertEqual(len(findings(tidy.includes, {"src/journal/codec.cpp": line})), 1)
        self.assertEqual(len(findings(tidy.edges, {"src/journal/codec.cpp": line})), 1)

    def test_a_pure_file_may_not_include_a_store(self):
        self.assertEqual(len(findings(tidy.edges, {"src/journal/codec.cpp": '#include "journal/store_entries.hpp"\n'})), 1)

    def test_an_unlisted_room_is_refused(self):
        self.assertEqual(len(findings(tidy.includes, {"src/attic/box.cpp": "\n"})), 1)

    def test_a_pure_file_has_no_clock(self):
        found = findings(tidy.purity, {"src/centre/centre.cpp": "// fine\nauto now = std::chrono::system_clock::now();\n"})
        self.assertEqual(found, ["src/centre/centre.cpp:2: a pure file names system_clock; the instant that came with the input"])

    def test_every_impure_thing_is_found(self):
        for line in ["std::random_device seed;", "std::jthread worker;", "std::scoped_lock<std::mutex> lock;", 'getenv("HOME");',
                     "#include <fstream>", "#include <sys/socket.h>", "#include <spdlog/spdlog.h>", "std::unordered_map<int, int> x;",
                     'std::cout << "x";']:
            with self.subTest(line):
                self.assertEqual(len(findings(tidy.purity, {"src/people/staff.cpp": line + "\n"})), 1)

    def test_words_in_comments_and_texts_are_not_code(self):
        text = ('// no std::thread here\n/* nor a\n   system_clock */\nauto word = "getenv";\n'
                'std::unordered_map<int, int> seen;  // never walked\n')
        self.assertEqual(findings(tidy.purity, {"src/people/staff.cpp": text}), [])

    def test_stores_and_tests_may_read_the_clock(self):
        line = "auto now = std::chrono::system_clock::now();\n"
        self.assertEqual(findings(tidy.purity, {"src/people/store.cpp": line, "src/people/staff_test.cpp": line}), [])

    def test_the_simulator_reads_files_but_no_clock(self):
        self.assertEqual(findings(tidy.repeatability, {"sim/scenario.cpp": "#include <fstream>\n"}), [])
        self.assertEqual(len(findings(tidy.repeatability, {"sim/world.cpp": "std::chrono::steady_clock::now();\n"})), 1)

    def test_a_word_without_its_page(self):
        self.assertEqual(len(findings(tidy.pages, {"src/routing/router.cpp": ""})), 1)
        self.assertEqual(len(findings(tidy.pages, {"src/edge/http/server.cpp": ""})), 1)
        self.assertEqual(findings(tidy.pages, {"src/routing/router.cpp": "", "src/routing/routing.md": ""}), [])

    def test_something_left_for_later(self):
        self.assertEqual(len(findings(tidy.promises, {"src/a/b.cpp": "// TO" + "DO: the rest\n"})), 1)

    def test_a_long_file_wants_a_reason_and_a_reason_wants_a_long_file(self):
        excused = SETTINGS + '"src/a/b.cpp" = "a table"\n'
        long = {"src/a/b.cpp": "\n" * 601}
        self.assertEqual(len(findings(tidy.file_lengths, long)), 1)
        self.assertEqual(findings(tidy.file_lengths, long, excused), [])
        self.assertEqual(len(findings(tidy.file_lengths, {}, excused)), 1)

    def test_a_long_function(self):
        body = "    x();\n"
        self.assertEqual(findings(tidy.function_lengths, {"src/a/b.cpp": "void f() {\n" + body * 69 + "}\n"}), [])
        self.assertEqual(len(findings(tidy.function_lengths, {"src/a/b.cpp": "void f() {\n" + body * 70 + "}\n"})), 1)

    def test_a_long_line_counts_characters_and_not_bytes(self):
        self.assertEqual(len(findings(tidy.line_lengths, {"src/a/b.cpp": "x" * 141})), 1)
        self.assertEqual(findings(tidy.line_lengths, {"src/a/b.cpp": "م" * 140}), [])

    def test_long_lines_that_stand_may_stay_and_no_more_may_come(self):
        settled = SETTINGS.replace("[long_lines]\n", "[long_lines]\nsrc = 1\n")
        self.assertEqual(findings(tidy.line_lengths, {"src/a/b.cpp": "x" * 141}, settled), [])
        self.assertEqual(len(findings(tidy.line_lengths, {"src/a/b.cpp": "x" * 141, "src/a/c.cpp": "x" * 141}, settled)), 2)

    def test_a_name_that_says_nothing(self):
        self.assertEqual(len(findings(tidy.file_names, {"src/a/queue_helper.cpp": ""})), 1)
        self.assertEqual(findings(tidy.file_names, {"src/a/commonest.cpp": ""}), [])

    def test_a_path_of_one_machine(self):
        self.assertEqual(len(findings(tidy.machine_paths, {"docs/a.md": "see /ho" + "me/somebody/notes\n"})), 1)

    def test_a_link_to_nowhere(self):
        self.assertEqual(findings(tidy.links, {"docs/a.md": "[b](b.md) [c](https://example.org)\n", "docs/b.md": ""}), [])
        self.assertEqual(len(findings(tidy.links, {"docs/a.md": "[b](c.md#part)\n"})), 1)
        self.assertEqual(findings(tidy.links, {"docs/a.md": "    [](const Call& call)\n`[](int)`\n```\n[](int)\n```\n"}), [])


class EveryRule(unittest.TestCase):
    def test_is_broken_above(self):
        text = Path(__file__).read_text(encoding="utf-8")
        for rule in tidy.RULES:
            self.assertIn(f"tidy.{rule.__name__},", text)
