#!/usr/bin/python3
"""What is still to be done for a customer: a step opens it, the next call meets it and its owner, and somebody brings it to an end."""
import contextlib
import sqlite3
import time
import unittest

from callback_test import DESKS, NUMBER, Carrier
from harness import Refused, eventually, line, one_queue
from telephone import Telephone, header

ROUTING = one_queue("record: false, prefer: 30s")
LINE = line("""wait: {queue: calls, next: matter}
  matter: {case: "Lost parcel", mandatory: true, next: help}""").replace("[{answered: calls}, ", "[{answered: calls}, {done: matter}, ")


class Cases(Carrier):
    MANUAL = {"routing": ROUTING, "line": LINE}

    def setUp(self):
        super().setUp()
        self.other_desk = Telephone(DESKS, self.centre.sip_port)
        self.addCleanup(self.other_desk.close)
        self.other = self.comes("other", self.other_desk)
        self.declare(self.agent, "ready")
        self.rang = set()

    def declare(self, agent, presence):
        agent.put("/api/v1/agents/me/presence", {"presence": presence})

    def rings(self, agent, desk):
        """The customer calls and it rings there; the contact, and how to answer."""
        self.customer.call(NUMBER)
        ring = desk.wait_for("INVITE")
        while header(ring, "Call-ID") in self.rang:  # said again, because the answer to it came late
            ring = desk.wait_for("INVITE")
        self.rang.add(header(ring, "Call-ID"))
        desk.reply(ring, "180 Ringing")
        contact = eventually("the desk rings", lambda: agent.get("/api/v1/desk").get("assignment"))["contact"]
        return contact, lambda: self.talk(agent, desk, ring)

    def talk(self, agent, desk, ring):
        desk.answer(ring)
        eventually("they talk", lambda: agent.get("/api/v1/desk")["agent"]["state"] == "talking")

    def step(self, agent, **wish):
        return agent.post("/api/v1/desk/step", {"step": "matter", "answer": "done"} | wish)["entry"]

    def ends(self, agent, desk):
        agent.post("/api/v1/desk/end")
        for telephone in (self.customer, desk):
            telephone.reply(telephone.wait_for("BYE"), "200 OK")
        eventually("the agent is free", lambda: not agent.get("/api/v1/desk")["assignments"])

    def opened(self):
        """The agent answers the customer and opens the case."""
        contact, answer = self.rings(self.agent, self.desk)
        answer()
        entry = self.step(self.agent)
        rows = self.agent.get(f"/api/v1/me/cases?at_least={entry}")["rows"]
        self.ends(self.agent, self.desk)
        return contact, rows

    def refused(self, agent, path, wish):
        with self.assertRaises(Refused) as refused:
            agent.put(path, wish)
        return refused.exception.status, refused.exception.body.get("where"), refused.exception.body.get("code")

    def kinds(self, contact, entry):
        timeline = self.head.get(f"/api/v1/contacts/{contact}?at_least={entry}")["timeline"]
        return [(each["kind"], each["case"]) for each in timeline if "case" in each]

    def test_the_next_call_meets_the_case_and_its_owner(self):
        first, rows = self.opened()
        owner = {"id": self.agent.me["person"]["id"], "name": "desk"}
        self.assertEqual([(each["case"], each["title"]["en"], each["owner"], each["contacts"], each["caller"], each["closed"])
                          for each in rows], [(1, "Lost parcel", owner, [first], "…78", None)])
        self.assertEqual(rows[0]["take_over_s"], 0, "whoever opened it has it")

        # The owner is not there: whoever answers sees the case before they speak, and their contact joins it.
        self.declare(self.agent, "offline")
        self.declare(self.other, "ready")
        second, answer = self.rings(self.other, self.other_desk)
        shown = eventually("the records know the contact", lambda: self.own(self.other, second))["cases"]
        self.assertEqual([(each["case"], each["owner"]) for each in shown], [(1, owner)])
        answer()
        entry = self.step(self.other)
        self.assertEqual(self.kinds(second, entry), [("case_joined", 1)])
        self.assertEqual(self.kinds(first, entry), [("case_opened", 1)])
        self.assertEqual([each["contacts"] for each in self.head.get("/api/v1/cases")["rows"]], [[first, second]])
        self.ends(self.other, self.other_desk)

        # The owner goes before whoever answered last, and after a kill too.
        self.kill_and_start_again()
        self.other.base, self.other_desk.server = self.centre.ready["http"], ("127.0.0.1", self.centre.sip_port)
        self.declare(self.agent, "ready")
        third, answer = self.rings(self.agent, self.desk)
        answer()
        timeline = eventually("the records know the contact", lambda: self.own(self.agent, third))["timeline"]
        self.assertEqual([(each["agent"], each["decision"]["chooser"]) for each in timeline if each["kind"] == "decided"],
                         [(owner, "preferred")], "nobody else was rung first")
        self.ends(self.agent, self.desk)

        # Once it is closed the next call is as any other: the one who answered last is whom they know.
        entry = self.agent.put("/api/v1/me/cases/1", {"outcome": "The parcel was found."})["entry"]
        self.assertEqual(self.agent.get(f"/api/v1/me/cases?state=open&at_least={entry}")["rows"], [])
        fourth, answer = self.rings(self.agent, self.desk)
        self.assertEqual(eventually("the records know the contact", lambda: self.own(self.agent, fourth))["cases"], [])
        answer()
        self.ends(self.agent, self.desk)

    def own(self, agent, contact):
        with contextlib.suppress(Refused):
            return agent.get(f"/api/v1/me/contacts/{contact}")
        return None

    def test_a_case_is_given_taken_over_and_closed(self):
        self.opened()
        heir = {"id": self.other.me["person"]["id"], "name": "other"}
        people = self.agent.get("/api/v1/me/cases/people")["people"]
        self.assertEqual([each["name"] for each in people], ["Head", "desk", "other"], "whoever can have a case")
        self.assertEqual(self.refused(self.agent, "/api/v1/me/cases/1", {}), (422, "", None))
        self.assertEqual(self.refused(self.agent, "/api/v1/me/cases/1", {"owner": heir["id"]}), (422, "/reason", None))
        self.assertEqual(self.refused(self.agent, "/api/v1/me/cases/1", {"outcome": " "}), (422, "/outcome", None))
        self.assertEqual(self.refused(self.agent, "/api/v1/me/cases/1", {"taken": True}), (409, "", "no_change"))
        self.assertEqual(self.refused(self.agent, "/api/v1/me/cases/x", {"taken": True})[0], 404)
        self.assertEqual(self.refused(self.agent, "/api/v1/cases/1", {"taken": True})[0], 403)
        self.assertEqual(self.refused(self.other, "/api/v1/me/cases/1", {"taken": True})[0], 404)

        before = time.monotonic()
        entry = self.agent.put("/api/v1/me/cases/1", {"owner": heir["id"], "reason": "Knows the depot."})["entry"]
        mine = self.other.get(f"/api/v1/me/cases?state=open&at_least={entry}")["rows"]
        self.assertEqual([(each["owner"], each["reason"], each["taken"]) for each in mine], [(heir, "Knows the depot.", None)])
        self.assertEqual(self.agent.get("/api/v1/me/cases")["rows"], [])
        self.assertEqual(self.refused(self.agent, "/api/v1/me/cases/1", {"outcome": "Found."})[0], 404)
        self.other.put("/api/v1/me/cases/1", {"taken": True})
        took = time.monotonic() - before
        entry = self.head.put("/api/v1/cases/1", {"outcome": "The parcel was found."})["entry"]
        closed, = self.head.get(f"/api/v1/cases?state=closed&owner={heir['id']}&at_least={entry}")["rows"]
        self.assertEqual((closed["outcome"], closed["closed_by"]["name"]), ("The parcel was found.", "Head"))
        owners = self.head.get("/api/v1/cases/1")["owners"]
        self.assertEqual([each["owner"]["name"] for each in owners], ["desk", "other"])
        self.assertTrue(0 < owners[1]["take_over_s"] < took, owners)
        self.assertEqual(self.refused(self.other, "/api/v1/me/cases/1", {"taken": True}), (409, "", "unknown_case"))
        self.assertEqual(self.head.get("/api/v1/cases?state=open")["rows"], [])
        self.assertNotIn("outcome", self.admin.get("/api/v1/cases")["rows"][0], "whoever keeps the system reads nobody's words")
        self.centre.stop()
        with contextlib.closing(sqlite3.connect(f"file:{self.home / 'data' / 'records.db'}?mode=ro", uri=True)) as records:
            looks = set(records.execute("select what, subject from audit where what in ('read_cases', 'moved_case')"))
        self.assertEqual(looks, {("read_cases", "cases 1"), ("moved_case", "case 1")})


if __name__ == "__main__":
    unittest.main(verbosity=2)
