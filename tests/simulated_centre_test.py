#!/usr/bin/python3
"""A data directory of a scenario in which customers are called back, write, and leave messages: its report has the result's numbers."""
import csv
import io
import json
import unittest

from harness import CentreTest, markaz

SCENARIO = """start: 2026-11-22T08:00:00Z
duration: 8h
queues: [{id: cards, callback: {offer: 1m, share: 60%, unreached: 20%}}, {id: accounts, voicemail: {share: 40%, after: {fixed: 45s}}}]
groups: [{id: day, agents: 9, messages: 3}]
arrivals:
  - {queue: cards, every: 1h, counts: [60, 160, 40, 40, 40, 40, 40, 40]}
  - {queue: accounts, every: 1h, counts: [40, 120, 20, 20, 20, 20, 20, 20]}
  - {queue: cards, channel: form, per_hour: 10}
patience: {exponential: 240s}
handle: {exponential: 180s}
written: {exponential: 240s}
heard: {fixed: 60s}
"""
SPAN = ("--from", "2026-11-22T00:00:00Z", "--to", "2026-11-25T00:00:00Z")


class SimulatedCentre(CentreTest):
    def test_its_report_has_the_numbers_of_the_result(self):
        scenario, data = self.home / "day.yaml", self.home / "centre"
        scenario.write_text(SCENARIO)
        done = markaz("simulate", scenario, "--replications", "1", "--journal", data, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        told = {queue: {name: each["value"] for name, each in figures.items()} for queue, figures in result["queues"].items()}
        self.assertGreater(told["cards"]["callback"], 10)
        self.assertGreater(told["accounts"]["voicemail"], 10)
        self.assertEqual(list(result["channels"]), ["voice_in", "form", "voicemail"])
        self.assertEqual(result["channels"]["form"]["answered"]["value"], result["channels"]["form"]["offered"]["value"])
        self.assertEqual(result["channels"]["voicemail"]["messages_left"]["value"], told["accounts"]["messages_left"])
        done = markaz("report", "--data", data, *SPAN, "--by", "queue", "--interval", "1mo", "--format", "csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = {row["queue"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
        for queue, figures in told.items():
            for name in ("offered", "answered", "abandoned", "callback", "voicemail"):
                self.assertEqual(int(rows[queue][name]), figures[name], f"{name} of {queue}")
        done = markaz("replay", "--data", data)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
