#!/usr/bin/python3
"""Callers to whom the centre owes something after they hung up: their callback, and the agent whom they know. No kill loses it."""
import unittest

from harness import CentreTest, Refused, eventually, line, one_queue
from telephone import Telephone, header

TRUNK, DESKS = "127.0.0.43", "127.0.0.44"
NUMBER, CUSTOMER = "600", "+60312345678"
ROUTING = one_queue("record: false, prefer: 30s, callback: {ring: 20s, tries: 2, pause: 2s}")
LINE = line("""wait: {queue: calls, exit_key: 9, exit: back, next: help}
  back: {callback: calls, text: "We will call you back.", next: help, otherwise: wait}""")


class Carrier(CentreTest):
    """A trunk, a number that leads to one queue, and an agent with a telephone."""
    MANUAL = {"routing": ROUTING, "line": LINE}

    def setUp(self):
        super().setUp()
        self.customer, self.desk = Telephone(TRUNK, 0), Telephone(DESKS, 0)
        self.addCleanup(self.customer.close)
        self.addCleanup(self.desk.close)
        self.centre = self.server("--manual", self.write_manual(**self.MANUAL))
        self.customer.server = self.desk.server = ("127.0.0.1", self.centre.sip_port)
        self.admin = self.centre.client("admin")
        self.trunk(call_port=self.customer.port, call_prefixes=["+603"], call_as="0300")
        self.admin.put(f"/api/v1/telephones/numbers/{NUMBER}", {"flow": "line", "language": "en"})
        self.agent = self.comes("desk", self.desk)
        self.admin.post("/api/v1/people", {"login": "head", "name": "Head", "roles": ["manager"], "language": "en"})
        self.head = self.centre.client("head")

    def comes(self, login, telephone):
        """A new agent of the queue, with a telephone of their own."""
        self.admin.put(f"/api/v1/telephones/devices/{login}", {"fixed_uri": f"sip:{login}@{telephone.host}:{telephone.port}"})
        self.admin.post("/api/v1/people", {"login": login, "name": login, "roles": ["agent"], "team": "day", "device": login,
                                           "skills": [{"name": "calls", "level": 1}], "language": "en"})
        return self.centre.client(login)

    def trunk(self, **out):
        self.admin.put("/api/v1/telephones/trunks/carrier", {"address": TRUNK} | out)

    def row(self):
        """The only contact; before it is in the records, nothing is known of it."""
        rows = self.head.get("/api/v1/contacts?origins=live")["rows"]
        return rows[0] if rows else {"state": None, "end": None}

    def kill_and_start_again(self):
        self.centre.kill()
        self.centre.start()
        for client in (self.admin, self.agent, self.head):
            client.base = self.centre.ready["http"]
        self.customer.server = self.desk.server = ("127.0.0.1", self.centre.sip_port)


class Callbacks(Carrier):
    def queue(self):
        return self.head.get("/api/v1/board?origins=live")["queues"][0]

    def choose(self):
        """Calls, waits, presses the key and hangs up."""
        self.customer.call(NUMBER)
        eventually("the caller waits", lambda: self.row()["state"] == "waiting")
        self.customer.press("9")
        eventually("the callback is chosen", lambda: self.row()["state"] == "callback")
        self.customer.hang_up()

    def take(self):
        """The agent's telephone rings and is answered."""
        ring = self.desk.wait_for("INVITE")
        self.assertIn(f"sip:{CUSTOMER}@", header(ring, "From"), "the agent sees whom they will call")
        self.assertTrue(self.agent.get("/api/v1/desk")["assignment"]["callback"], "and the desk says that it is a callback")
        self.desk.answer(ring)

    def test_a_callback_outlives_a_kill_and_is_made_when_an_agent_has_taken_it(self):
        self.choose()
        eventually("they wait for our call", lambda: self.queue()["callbacks"] == 1)
        self.assertEqual(self.queue()["waiting"], 0)
        self.kill_and_start_again()
        self.assertEqual((self.row()["state"], self.queue()["callbacks"]), ("callback", 1))
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        self.take()
        ring = self.customer.wait_for("INVITE")
        self.customer.answer(ring)
        self.assertTrue(ring.startswith(f"INVITE sip:{CUSTOMER}@{TRUNK}:{self.customer.port} "), ring.splitlines()[0])
        self.assertIn("sip:0300@", header(ring, "From"), "the customer sees the centre's number")
        eventually("they talk", lambda: self.agent.get("/api/v1/desk")["agent"]["state"] == "talking")
        self.agent.post("/api/v1/desk/end")
        for telephone in (self.customer, self.desk):
            telephone.reply(telephone.wait_for("BYE"), "200 OK")
        row = eventually("all is over", lambda: self.row()["state"] is None and self.row())
        self.assertEqual((row["end"], row["contact_end"]), ("callback", "agent"))
        queue = self.queue()
        self.assertEqual((queue["offered"], queue["callback"], queue["abandoned"], queue["in_progress"]), (1, 1, 0, 0))

    def test_who_does_not_answer_is_called_again_and_then_given_up(self):
        self.choose()
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        for _ in range(2):
            self.take()
            self.customer.reply(self.customer.wait_for("INVITE"), "486 Busy Here")
            self.desk.reply(self.desk.wait_for("BYE"), "200 OK")
        row = eventually("it is given up", lambda: self.row()["state"] is None and self.row())
        self.assertEqual((row["end"], row["cause"], row["contact_end"]), ("callback", "unreached", "unreached"))
        self.assertEqual(self.agent.get("/api/v1/desk")["agent"]["state"], "ready")

    def test_nobody_is_called_whom_the_site_does_not_allow(self):
        self.trunk(call_port=self.customer.port, call_prefixes=["+62"])
        self.customer.call(NUMBER)
        eventually("the caller waits", lambda: self.row()["state"] == "waiting")
        self.customer.press("9")
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        ring = self.desk.wait_for("INVITE")
        self.assertFalse(self.agent.get("/api/v1/desk")["assignment"]["callback"], "the caller went on waiting")
        self.desk.reply(ring, "486 Busy Here")
        for wrong, where in (({"call_port": 70_000, "call_prefixes": ["+"]}, "/call_port"),
                             ({"call_port": 5060}, "/call_prefixes"), ({"call_port": 5060, "call_prefixes": ["+6x"]}, "/call_prefixes"),
                             ({"call_port": 5060, "call_prefixes": ["+6"], "call_as": "a"}, "/call_as")):
            with self.assertRaises(Refused) as refused:
                self.trunk(**wrong)
            self.assertEqual((refused.exception.status, refused.exception.body["where"]), (422, where))


class KnownCallers(Carrier):
    def test_who_answered_a_caller_last_is_known_after_a_kill(self):
        other = Telephone(DESKS, self.centre.sip_port)
        self.addCleanup(other.close)
        stranger = self.comes("other", other)
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        self.customer.call(NUMBER)
        self.desk.answer(self.desk.wait_for("INVITE"))
        eventually("they talk", lambda: self.agent.get("/api/v1/desk")["agent"]["state"] == "talking")
        self.agent.post("/api/v1/desk/end")
        for telephone in (self.customer, self.desk):
            telephone.reply(telephone.wait_for("BYE"), "200 OK")
        eventually("the call is in the records", lambda: self.row()["end"] == "answered" and self.row()["state"] is None)
        eventually("and who called, which follows within a moment", lambda: self.row()["caller"] is not None)
        self.agent.put("/api/v1/agents/me/presence", {"presence": "break"})

        self.kill_and_start_again()
        stranger.base, other.server = self.centre.ready["http"], ("127.0.0.1", self.centre.sip_port)
        # Idle for longer, so that the rule alone would choose them.
        stranger.put("/api/v1/agents/me/presence", {"presence": "ready"})
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        self.customer.call(NUMBER)
        self.desk.answer(self.desk.wait_for("INVITE"))
        self.assertTrue(other.hears_nothing_of("INVITE", 0.2), "nobody else was rung first")


if __name__ == "__main__":
    unittest.main(verbosity=2)
