#!/usr/bin/python3
"""Certain customers reach a named person, by a rule or because an agent hands them over, and the time until that person answers is told."""
import time
import unittest

from callback_test import CUSTOMER, DESKS, NUMBER, Carrier
from harness import Refused, eventually, line, one_queue
from telephone import Telephone, header

ROUTING = one_queue("record: false").replace("\n```\n", """
  leaders: {title: "Leaders", skills: {leader: 1}, ring: 15s, wrap_up: 0s, record: false, prefer: 30s, refuse_when_nobody: true}
```
""")
RULE = "customer.standing = 'vip' or customer.contacts_lately >= 2"
LINE = line("""wait: {escalate: leader, when: "RULE", else: all, next: help, otherwise: all}
  all: {queue: calls, next: threat}
  threat: {check: "Does the customer threaten somebody?", mandatory: true, yes: up, no: help}
  up: {escalate: leader, next: help}""".replace("RULE", RULE)).replace("## Expected result", """```escalation
leader: {title: "Leader", queue: leaders, priority: 1m, to: leader}
```

## Expected result""").replace("[{answered: calls}, ", "[{answered: calls}, {no: threat}, ")


class Escalations(Carrier):
    MANUAL = {"routing": ROUTING, "line": LINE}

    def setUp(self):
        super().setUp()
        self.telephones = {"desk": self.desk}
        self.clients = {"desk": self.agent}
        self.ids = {}
        for login in ("other", "leader"):
            telephone = self.telephones[login] = Telephone(DESKS, self.centre.sip_port)
            self.addCleanup(telephone.close)
            self.admin.put(f"/api/v1/telephones/devices/{login}", {"fixed_uri": f"sip:{login}@{telephone.host}:{telephone.port}"})
            self.ids[login] = self.admin.post("/api/v1/people", {
                "login": login, "name": login, "roles": ["agent"], "device": login, "language": "en",
                "skills": [{"name": "leader", "level": 1}]})["id"]
            self.clients[login] = self.centre.client(login)
        # Of two who could take it `other` is idle for longer: only by name does anything reach `leader`.
        for login in ("other", "leader", "desk"):
            self.declare(login, "ready")

    def declare(self, login, presence):
        self.clients[login].put("/api/v1/agents/me/presence", {"presence": presence})

    def calls(self, shows=CUSTOMER):
        self.customer.shows = shows
        self.customer.call(NUMBER)

    def answers(self, login):
        """It rings there, and is answered; the contact."""
        telephone, client = self.telephones[login], self.clients[login]
        telephone.answer(telephone.wait_for("INVITE"))
        eventually("they talk", lambda: client.get("/api/v1/desk")["agent"]["state"] == "talking")
        return client.get("/api/v1/desk")["assignment"]["contact"]

    def ends(self, login):
        self.clients[login].post("/api/v1/desk/end")
        for telephone in (self.customer, self.telephones[login]):
            telephone.reply(telephone.wait_for("BYE"), "200 OK")
        eventually("the agent is free", lambda: not self.clients[login].get("/api/v1/desk")["assignments"])

    def escalated(self, count):
        """What is told once the records hold so many escalations, each of them taken over."""
        def told():
            answer = self.head.get("/api/v1/escalations")
            done = [row for row in answer["rows"] if row["taken"]]
            return answer if len(done) == count else None
        return eventually("the records hold it", told)

    def desk_says(self, contact):
        """Who the customer is, to the leader who has the contact; the records hold it."""
        return self.clients["leader"].get(f"/api/v1/me/contacts/{contact}")["customer"]

    def timeline(self, contact):
        return [each["kind"] for each in self.head.get(f"/api/v1/contacts/{contact}")["timeline"]]

    def test_a_vip_a_repeat_caller_and_a_threat_each_reach_the_person_named_and_the_time_is_told(self):
        """[S4-08]"""
        self.head.post("/api/v1/customers", {"number": "0060 3-1234 5678", "name": "Dewi", "standing": "vip",
                                             "person": self.ids["leader"]})
        began = time.monotonic()
        self.calls()
        vip = self.answers("leader")
        row = self.escalated(1)["rows"][0]
        self.assertEqual((row["contact"], row["escalation"], row["queue"]), (vip, "leader", "leaders"))
        self.assertEqual((row["person"]["name"], row["taken_by"]["name"], row["by"]), ("leader", "leader", None))
        self.assertLess(0, row["take_over_s"])
        self.assertLess(row["take_over_s"], time.monotonic() - began)
        self.assertIn("escalated", self.timeline(vip))
        self.assertEqual(self.desk_says(vip), {"name": "Dewi", "standing": "vip", "contacts_lately": 1})
        self.ends("leader")

        # Whoever calls for the third time within a week; nobody knows them.
        for _ in range(2):
            self.calls("+60387654321")
            self.answers("desk")
            self.ends("desk")
        self.calls("+60387654321")
        third = self.answers("leader")
        self.assertEqual(third, self.escalated(2)["rows"][0]["contact"])
        self.assertEqual(self.desk_says(third), {"name": None, "standing": "ordinary", "contacts_lately": 3})
        self.ends("leader")

        # A threat: the agent follows the guide, and whoever takes over has it before them.
        self.calls("+60399999999")
        threat = self.answers("desk")
        self.agent.post("/api/v1/desk/step", {"step": "threat", "answer": "yes"})
        self.agent.post("/api/v1/desk/step", {"step": "up", "answer": "done"})
        self.telephones["desk"].reply(self.telephones["desk"].wait_for("BYE"), "200 OK")
        self.assertEqual(self.answers("leader"), threat)
        told = self.escalated(3)
        row = told["rows"][0]
        self.assertEqual((row["contact"], row["by"]["name"], row["person"]["name"], row["taken_by"]["name"]),
                         (threat, "desk", "leader", "leader"))
        self.ends("leader")
        sums = told["escalations"][0]
        self.assertEqual({key: sums[key] for key in ("escalated", "taken", "meant", "reached")},
                         {"escalated": 3, "taken": 3, "meant": 3, "reached": 3})
        lengths = [each["take_over_s"] for each in told["rows"]]
        self.assertAlmostEqual(sums["take_over_s"], sum(lengths) / 3, places=4)
        self.assertAlmostEqual(sums["take_over_max_s"], max(lengths), places=4)

    def test_without_the_person_the_queue_serves_them_and_without_the_queue_the_line_goes_on(self):
        self.head.post("/api/v1/customers", {"number": CUSTOMER, "name": "Dewi", "standing": "vip", "person": self.ids["leader"]})
        self.declare("leader", "offline")
        self.calls()
        self.answers("other")
        row = self.escalated(1)["rows"][0]
        self.assertEqual((row["person"]["name"], row["taken_by"]["name"]), ("leader", "other"), "who was missed is told")
        self.ends("other")
        self.declare("other", "offline")
        self.calls()
        self.answers("desk")
        sums = eventually("both are there", lambda: [each for each in self.head.get("/api/v1/escalations")["escalations"]
                                                     if each["escalated"] == 2])[0]
        self.assertEqual((sums["taken"], sums["reached"]), (1, 0), "somebody else helped them: nobody took it over")
        self.ends("desk")

    def test_a_change_of_customers_is_there_for_the_next_call_and_after_a_kill(self):
        self.calls()
        self.answers("desk")
        self.ends("desk")
        made = self.head.post("/api/v1/customers", {"number": CUSTOMER, "name": "Dewi", "standing": "vip"})["id"]
        self.calls()
        self.answers("leader")
        self.ends("leader")
        self.head.put(f"/api/v1/customers/{made}", {"number": CUSTOMER, "name": "Dewi", "standing": "vulnerable"})
        self.assertEqual(self.head.get("/api/v1/customers?search=dew")["rows"][0]["customer"]["standing"], "vulnerable")
        self.head.ask("DELETE", f"/api/v1/customers/{made}")
        self.assertEqual(self.head.get("/api/v1/customers")["rows"], [])
        with self.assertRaises(Refused) as refused:
            self.head.ask("DELETE", f"/api/v1/customers/{made}")
        self.assertEqual(refused.exception.status, 404)
        # Two calls were counted before; the program begins anew and still knows them. What is not on the disk yet a kill may take.
        eventually("both numbers are kept", lambda: len(self.head.get("/api/v1/contacts?number=5678")["rows"]) == 2)
        self.kill_and_start_again()
        for login, telephone in self.telephones.items():
            self.clients[login].base = self.centre.ready["http"]
            telephone.server = ("127.0.0.1", self.centre.sip_port)
        eventually("the leader is there", lambda: self.clients["leader"].get("/api/v1/desk")["agent"]["state"] == "ready")
        self.calls()
        self.answers("leader")
        self.ends("leader")

    def test_what_does_not_fit_is_refused_by_name(self):
        def refused(**wrong):
            with self.assertRaises(Refused) as caught:
                self.head.post("/api/v1/customers", {"number": "100200", "name": "Dewi", "standing": "ordinary"} | wrong)
            return caught.exception
        self.assertIn('"Dewi" is no telephone number', str(refused(number="Dewi")))
        self.assertIn("a customer has a name", str(refused(name="  ")))
        self.assertIn("nobody with this number takes contacts here", str(refused(person=4711)))
        self.assertEqual(refused(standing="gold").status, 422)
        self.head.post("/api/v1/customers", {"number": "100200", "name": "Dewi", "standing": "ordinary"})
        self.assertIn("100200 is another customer's", str(refused(number="100-200")))
        with self.assertRaises(Refused) as caught:
            self.agent.get("/api/v1/customers")
        self.assertEqual(caught.exception.status, 403)


if __name__ == "__main__":
    unittest.main()
