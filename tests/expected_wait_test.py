#!/usr/bin/python3
"""What callers were told to expect, against what they waited: a number of every report, down to the contacts behind it."""
import csv
import io
import json
import unittest

from harness import CentreTest, markaz

SCENARIO = """start: 2026-11-22T00:00:00Z
duration: 60h
queues: [{id: line}]
groups: [{id: agents, agents: 12}]
arrivals: [{queue: line, per_hour: 250}]
patience: {exponential: 600s}
handle: {lognormal: {mean: 180s, cv: 1.2}}
"""
SPAN = ("--from", "2026-11-22T00:00:00Z", "--to", "2026-11-26T00:00:00Z")


class ExpectedWait(CentreTest):
    def report(self, directory, by):
        done = markaz("report", "--data", directory, *SPAN, "--by", by, "--interval", "1mo", "--format", "csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        return list(csv.DictReader(io.StringIO(done.stdout)))

    def test_its_error_is_a_number_of_the_queue(self):
        """Simulated, reported, and opened down to the contacts: how many waits were judged, how far off, how many as expected."""
        scenario, data = self.home / "day.yaml", self.home / "centre"
        scenario.write_text(SCENARIO)
        done = markaz("simulate", scenario, "--replications", "1", "--journal", data, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        told = {name: figure["value"] for name, figure in json.loads(done.stdout)["queues"]["line"].items()}
        self.assertGreater(told["wait_expected"], 1000)
        self.assertLess(told["wait_expected"], told["answered"], "who found a free agent was told nothing")
        self.assertTrue(0.75 <= told["expected_wait_cover"] <= 0.85, told["expected_wait_cover"])
        self.assertTrue(0 < told["expected_wait_error"] < told["wait_p90_s"], told["expected_wait_error"])

        queue, = self.report(data, "queue")
        self.assertEqual(queue["queue"], "line")
        for name in ("answered", "wait_expected", "wait_as_expected"):
            self.assertEqual(int(queue[name]), told[name], name)
        for name in ("expected_wait_error", "expected_wait_cover"):
            self.assertAlmostEqual(float(queue[name]), told[name], places=5, msg=name)
        self.assertAlmostEqual(float(queue["wait_error_s"]) / int(queue["wait_expected"]), told["expected_wait_error"], places=5)
        whole, = self.report(data, "centre")
        self.assertEqual(whole["expected_wait_error"], queue["expected_wait_error"], "the centre has this queue alone")
        for agent in self.report(data, "agent"):
            self.assertEqual((agent["wait_expected"], agent["expected_wait_cover"]), ("0", ""), "an agent's offers were told nothing")

        boss = self.server(directory=data).client("manager")
        lines = boss.get("/metrics").decode().splitlines()
        for name in ("expected_waits_total", "expected_waits_within_total", "expected_waits_error_seconds_total"):
            self.assertIn(f'markaz_{name}{{queue="line",origin="live"}} 0', lines, "none since the start")
            self.assertIn(f"# TYPE markaz_{name} counter", lines)
        for as_expected, count in (("true", told["wait_as_expected"]), ("false", told["wait_expected"] - told["wait_as_expected"])):
            listed = boss.get(f"/api/v1/contacts?origins=all&queue=line&as_expected={as_expected}&to=2026-11-26T00:00:00Z&limit=1")
            self.assertEqual(listed["total"], count, f"as_expected={as_expected}")


if __name__ == "__main__":
    unittest.main()
