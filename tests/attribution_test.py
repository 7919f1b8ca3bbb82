#!/usr/bin/python3
"""Why a day came out otherwise than planned: the program is asked about two scenarios."""
import json
import unittest

from harness import CentreTest, markaz

PLAN = """start: 2026-11-22T08:00:00Z
duration: 6h
queues: [{id: cards}, {id: loans}]
groups:
  - {id: day, agents: 13, shifts: [{from: 08:00, to: 16:00}]}
  - {id: lenders, agents: 6, skills: [loans]}
arrivals:
  - {queue: cards, every: 1h, counts: [150, 170, 180, 180, 170, 150]}
  - {queue: loans, per_hour: 110}
patience: {exponential: 120s}
handle: {lognormal: {mean: 180s, cv: 1}}
"""


class Attribution(CentreTest):
    def scenario(self, name, *changes):
        text = PLAN
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        path = self.home / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def compared(self, actual, *words):
        done = markaz("simulate", self.scenario("plan"), "--against", actual, "--json", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_sick_calls_and_a_volume_spike_are_told_apart(self):
        """[S2-17] The cause of a miss is named for each queue, with what each factor has in it."""
        sick = self.scenario("sick", ("agents: 13,", "agents: 13, absent: 30%,"))
        spike = self.scenario("spike", ("180, 180,", "300, 310,"))
        for actual, cause in ((sick, "staff"), (spike, "arrivals")):
            told = self.compared(actual)
            self.assertEqual(set(told["queues"]), {"cards", "loans"})
            for queue in told["queues"].values():
                level = queue["service_level"]
                self.assertEqual(level["cause"], cause)
                self.assertLess(level["difference"]["high"], 0)
                parts = sum(level[factor]["value"] for factor in ("arrivals", "handling", "staff", "patience"))
                self.assertAlmostEqual(parts, level["difference"]["value"], places=9)
        self.assertEqual(self.compared(sick), self.compared(sick), "one seed, one result")
        self.assertNotEqual(self.compared(sick), self.compared(sick, "--seed", "2"))

    def test_equal_scenarios_differ_in_nothing(self):
        told = self.compared(self.scenario("same"), "--replications", "3")
        for queue in told["queues"].values():
            for metric in queue.values():
                self.assertIsNone(metric["cause"])
                self.assertEqual({metric[name]["value"] for name in ("difference", "arrivals", "handling", "staff", "patience")}, {0})

    def test_what_cannot_be_compared_is_refused_by_name(self):
        plan, other = self.scenario("plan"), self.scenario("other", ("{id: loans}", "{id: loans, capacity: 5}"))
        done = markaz("simulate", plan, "--against", other)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(done.stderr, f'markaz: {other}: "capacity" of the queue "loans" is not as in {plan}; '
                                      "only arrivals, handling, staff and patience may differ\n")
        done = markaz("simulate", plan, "--against", self.home / "nowhere.yaml")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nowhere.yaml", done.stderr)
        self.assertEqual(markaz("simulate", plan, "--against", other, "--journal", self.home / "data").returncode, 2)


if __name__ == "__main__":
    unittest.main()
