"""What tools/tests.py makes of the results of suites that pass, fail, skip, crash, hang or say nothing."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import tests

# A program that speaks GoogleTest's language; {ending} is what it does in place of writing its result.
PROGRAM = """
import json, os, sys, time
if sys.argv[1] == "--gtest_list_tests":
    print("Queue.")
    print("  S2_08_Adds")
    print("  Empties")
    print("  Grows")
    sys.exit()
print("[ RUN      ] Queue.S2_08_Adds")
print("[       OK ] Queue.S2_08_Adds (0 ms)")
print("[ RUN      ] Queue.Empties", flush=True)
{ending}
"""
REPORT = {"testsuites": [{"name": "Queue", "testsuite": [
    {"name": "Adds", "status": "RUN", "result": "COMPLETED"},
    {"name": "Empties", "status": "RUN", "result": "COMPLETED", "failures": [{"failure": "router_test.cpp:7\nexpected 1"}]},
    {"name": "Grows", "status": "RUN", "result": "SKIPPED"}]}]}


def outcomes(results):
    return [(test.name, test.outcome) for test in results]


class Suites(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def googletest(self, ending, limit=60):
        program, result = self.directory / "program.py", self.directory / "result.json"
        program.write_text(PROGRAM.format(ending=ending))
        command = [sys.executable, str(program)]
        suite = tests.Suite("queue", [*command, str(result)], tests.googletest_reader(command, result), limit=limit)
        return tests.run_suite(suite)[0]

    def test_a_report_is_read_test_by_test(self):
        skipped = "[ RUN      ] Queue.Grows\\nrouter_test.cpp:9: Skipped\\nno corpus here\\n\\n[  SKIPPED ] Queue.Grows (0 ms)"
        results = self.googletest(f"open(sys.argv[1], 'w').write({json.dumps(REPORT)!r}); print('{skipped}'); sys.exit(1)")
        self.assertEqual(outcomes(results), [("Queue.Adds", "passed"), ("Queue.Empties", "failed"), ("Queue.Grows", "skipped")])
        self.assertIn("expected 1", results[1].message)
        self.assertEqual(results[2].message, "no corpus here")

    def test_a_crash_fails_the_running_test_and_all_that_had_not_run(self):
        results = self.googletest("os.abort()")
        self.assertEqual(outcomes(results), [("Queue.S2_08_Adds", "passed"), ("Queue.Empties", "failed"), ("Queue.Grows", "failed")])
        self.assertIn("SIGABRT", results[1].message)

    def test_a_program_that_hangs_is_stopped_and_has_failed(self):
        results = self.googletest("time.sleep(600)", limit=2)
        self.assertEqual(results[1].outcome, "failed")
        self.assertIn("had not ended", results[1].message)

    def test_a_bad_ending_after_good_tests_is_a_failure(self):
        good = {"testsuites": [{"name": "Queue", "testsuite": [{"name": "Adds", "status": "RUN", "result": "COMPLETED"}]}]}
        results = self.googletest(f"open(sys.argv[1], 'w').write({json.dumps(good)!r}); sys.exit(66)")
        self.assertEqual(outcomes(results), [("Queue.Adds", "passed"), ("ends well", "failed")])

    def test_a_suite_that_says_nothing_has_failed(self):
        suite = tests.Suite("silent", ["true"], tests.listed_reader(self.directory / "none.json"))
        self.assertEqual(outcomes(tests.run_suite(suite)[0]), [("says what it tested", "failed")])

    def test_what_passed_at_its_second_try_only_has_passed_and_is_named(self):
        result = self.directory / "page.json"
        entries = [{"name": "desk rings", "outcome": "passed", "message": ""},
                   {"name": "desk hangs up", "outcome": "passed", "message": "late"}]
        writer = [sys.executable, "-c", f"open({str(result)!r}, 'w').write({json.dumps(entries)!r})"]
        found = tests.run_suite(tests.Suite("page", writer, tests.listed_reader(result)))[0]
        self.assertEqual([(test.outcome, test.wavered) for test in found], [("passed", False), ("passed", True)])
        self.assertFalse(tests.Test("x", "failed", "late").wavered)

    def test_python_tests_keep_their_outcomes_and_their_words(self):
        file, result = self.directory / "door_test.py", self.directory / "door.json"
        file.write_text('import unittest\nclass Door(unittest.TestCase):\n'
                        '    def test_opens(self):\n        "[S0-54] The door opens"\n'
                        '    def test_shuts(self):\n        self.fail("it is stuck")\n'
                        '    def test_waits(self):\n        self.skipTest("nobody came")\n')
        subprocess.run([sys.executable, tests.ROOT / "tools/one_unittest.py", file, result], check=True)
        self.assertEqual([(entry["name"], entry["outcome"]) for entry in json.loads(result.read_text())],
                         [("Door.test_opens: [S0-54] The door opens", "passed"), ("Door.test_shuts", "failed"),
                          ("Door.test_waits", "skipped")])


class Rows(unittest.TestCase):
    def test_both_spellings_and_traps_are_rows(self):
        self.assertEqual(tests.rows_of("Board.S0_43_SevenWaitingShowsSeven"), {"S0-43"})
        self.assertEqual(tests.rows_of("calls [S2-10] [S2-11]: shown"), {"S2-10", "S2-11"})
        self.assertEqual(tests.rows_of("Queue.T31_CountsVisits"), {"T31"})
        self.assertEqual(tests.rows_of("Codec.Utf8_SHA256_S0_430"), set())

    def test_a_row_is_proven_when_a_test_passed_and_none_failed(self):
        def entry(name, outcome):
            return {"suite": "x", "name": name, "outcome": outcome}
        results = [entry("A.S0_43_X", "passed"), entry("B.S0_43_Y", "skipped"), entry("A.S2_08_X", "passed"), entry("B.S2_08_Y", "failed"),
                   entry("A.S0_52_X", "skipped")]
        self.assertEqual(tests.proven_rows(results), ["S0-43"])
