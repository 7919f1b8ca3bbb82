#!/usr/bin/python3
"""How calls were shared among the agents who can do the same work: from the journal of a simulated centre to the report."""
import json
import unittest

from harness import CentreTest, markaz

SCENARIO = """start: 2026-11-22T08:00:00Z
duration: 12h
queues: [{id: cards}, {id: loans}]
groups:
  - {id: early, agents: 4, skills: {cards: 3}, shifts: [{from: 08:00, to: 20:00}]}
  - {id: late, agents: 4, skills: {cards: 5}, shifts: [{from: 14:00, to: 20:00}]}
  - {id: both, agents: 2, skills: {cards: 3, loans: 3}}
arrivals: [{queue: cards, per_hour: 90}, {queue: loans, per_hour: 8}]
patience: {exponential: 300s}
handle: {lognormal: {mean: 150s, cv: 1.2}}
wrap_up: {exponential: 20s}
ring: {fixed: 3s}
routing: routing.yaml
"""
# Level 3 is enough for everybody, so that the early and the late can do the same work.
ROUTING = """queues:
  cards: {{title: Cards, skills: {{cards: 3}}, rule: {rule}, wrap_up: 10m, ring: 30s}}
  loans: {{title: Loans, skills: {{loans: 3}}, rule: {rule}, wrap_up: 10m, ring: 30s}}
"""
SPAN = ("--from", "2026-11-22T08:00:00Z", "--to", "2026-11-22T20:00:00Z")


class Fairness(CentreTest):
    def shared(self, rule):
        (self.home / "routing.yaml").write_text(ROUTING.format(rule=rule))
        scenario, data = self.home / "day.yaml", self.home / rule
        scenario.write_text(SCENARIO)
        done = markaz("simulate", scenario, "--journal", data, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = markaz("report", "--data", data, *SPAN, "--fairness", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        groups = {}
        for row in json.loads(done.stdout):
            groups.setdefault(row["work"], []).append(row)
        self.assertEqual({work: len(rows) for work, rows in groups.items()}, {"cards": 8, "cards, loans": 2})
        for rows in groups.values():
            self.assertAlmostEqual(sum(row["share"] for row in rows), 1, places=4)
            self.assertAlmostEqual(sum(row["expected"] for row in rows), sum(row["offered"] for row in rows), places=2)
        return data, groups

    def agents(self, data):
        done = markaz("report", "--data", data, *SPAN, "--by", "agent", "--interval", "1mo", "--format", "json")
        return {row["agent"]: row for row in json.loads(done.stdout)}

    def test_longest_idle_is_even_and_its_numbers_are_those_of_the_report(self):
        """Agents who are there for half the day are expected to have less, and nobody lies outside the spread of chance."""
        data, groups = self.shared("longest_idle")
        rows = groups["cards"]
        self.assertEqual({row["judged"] for row in rows}, {"within"}, rows)
        early = [row for row in rows if row["agent"].startswith("early")]
        late = [row for row in rows if row["agent"].startswith("late")]
        self.assertEqual(len(late), 4)
        self.assertLess(max(row["offered"] for row in late), min(row["offered"] for row in early), "six hours are half a day")
        self.assertTrue(all(abs(row["signed_in_s"] - 6 * 3600) < 600 for row in late), late)
        counted = self.agents(data)
        for row in rows + groups["cards, loans"]:
            own = counted[row["agent"]]
            self.assertEqual((row["offered"], row["answered"]), (own["offered"], own["answered"]), row["agent"])
            self.assertAlmostEqual(row["busy_s"], own["talk_s"] + own["hold_s"] + own["wrap_up_s"], places=4)

        running = self.server(directory=data)
        boss = running.client("manager")
        path = "/api/v1/fairness?from=2026-11-22T08:00:00Z&to=2026-11-22T20:00:00Z&origins=all"
        told = boss.get(path)
        names = {person["id"]: person["name"] for person in told["people"]}
        cards = next(group for group in told["groups"] if [work["queue"] for work in group["work"]] == ["cards"])
        self.assertEqual(cards["evenness"], "even")
        self.assertEqual(sorted(agent["offered"] for agent in cards["agents"]), sorted(row["offered"] for row in rows))
        self.assertEqual(len(names), 10)
        one = cards["agents"][0]
        listed = boss.get(f"/api/v1/contacts?origins=all&agent={one['person']}&channel=voice_in&limit=1"
                          "&from=2026-11-22T08:00:00Z&to=2026-11-22T20:00:00Z")
        self.assertEqual(listed["total"], one["answered"], "the list behind the number")

    def test_a_rule_that_prefers_some_is_found(self):
        """The control: the best skill goes first, so of those who can do the same work the late are chosen before the early."""
        _, groups = self.shared("best_skill")
        judged = {row["agent"]: row["judged"] for row in groups["cards"]}
        self.assertTrue(all(judged[f"late-{n}"] == "above" for n in range(1, 5)), judged)
        self.assertEqual({row["evenness"] for row in groups["cards"]}, {"uneven"})

    def test_it_does_not_go_with_intervals(self):
        done = markaz("report", "--data", self.home, *SPAN, "--fairness", "--by", "agent")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--fairness", done.stderr)


if __name__ == "__main__":
    unittest.main()
