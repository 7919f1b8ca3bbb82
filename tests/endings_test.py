#!/usr/bin/python3
"""How calls end, and do not begin: whoever hangs up, wherever the call is, both sides and the numbers agree about it afterwards."""
import shutil
import tempfile
import unittest

from harness import ROOT, Refused, Server, eventually
from telephone import Telephone, header

CARRIER, DESK = "127.0.0.41", "127.0.0.42"
NUMBER = "100"


class Endings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """One centre for all of them; each begins with an agent on a break and nobody else there."""
        home = tempfile.mkdtemp(prefix="markaz-test-")
        cls.addClassCleanup(shutil.rmtree, home, ignore_errors=True)
        cls.centre = Server(f"{home}/data", "--demo").start()
        cls.addClassCleanup(cls.centre.stop)
        cls.agent, cls.leader, cls.admin = (cls.centre.client(login) for login in ("amal", "leader", "admin"))
        cls.admin.put("/api/v1/telephones/trunks/carrier", {"address": CARRIER})

    def setUp(self):
        self.desk, self.caller = self.telephone(DESK), self.telephone(CARRIER)
        self.admin.put("/api/v1/telephones/devices/amal", {"fixed_uri": f"sip:amal@{self.desk.host}:{self.desk.port}"})
        self.began = len(self.all_rows())
        self.addCleanup(self.leave)

    def leave(self):
        """Whatever stands is ended, so that the next one finds an empty floor."""
        eventually("the floor is empty", self.is_empty)
        if self.state() != "break":
            self.agent.put("/api/v1/agents/me/presence", {"presence": "break"})

    def is_empty(self):
        if self.state() in ("talking", "hold"):
            self.agent.post("/api/v1/desk/end")
        if any(row["state"] in ("menu", "waiting") for row in self.rows()):
            self.caller.hang_up()
        if self.state() == "wrap_up":
            self.agent.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        return not any(row["state"] for row in self.rows()) and self.state() not in ("wrap_up", "ringing")

    def telephone(self, host):
        made = Telephone(host, self.centre.sip_port)
        self.addCleanup(made.close)
        return made

    def state(self):
        return self.agent.get("/api/v1/desk")["agent"]["state"]

    def all_rows(self):
        """The records follow the journal: they are asked for no less than what the Board has seen."""
        entry = self.leader.get("/api/v1/board")["entry"]
        return self.leader.get(f"/api/v1/contacts?origins=live&at_least={entry}")["rows"]

    def rows(self):
        """Contacts that came since this test began, the newest first."""
        rows = self.all_rows()
        return rows[:len(rows) - self.began]

    def timeline(self):
        return self.leader.get(f"/api/v1/contacts/{self.rows()[0]['contact']}")["timeline"] if self.rows() else []

    def keys(self):
        return [each["key"] for each in self.timeline() if each["kind"] == "key_taken"]

    def reaches_the_menu(self, caller=None, formats="0"):
        """Until the menu is spoken; the answer to the INVITE."""
        answer = (caller or self.caller).call(NUMBER, formats)
        eventually("the menu is spoken", lambda: "menu" in [each.get("step") for each in self.timeline()])
        return answer

    def waits(self, caller=None):
        caller = caller or self.caller
        self.reaches_the_menu(caller)
        caller.press("1")
        eventually("the caller waits", lambda: self.rows()[0]["state"] == "waiting")

    def rings(self):
        self.waits()
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        return self.desk.wait_for("INVITE")

    def talks(self):
        ring = self.rings()
        self.desk.answer(ring)
        eventually("they talk", lambda: self.state() == "talking")
        return ring

    def ended(self, contact_end, visit_end):
        """The last contact ended so, and nothing of it is left over."""
        row = eventually("the contact is over", lambda: next((each for each in self.rows() if each["contact_end"]), None))
        self.assertEqual((row["contact_end"], row["end"]), (contact_end, visit_end))
        board = self.leader.get("/api/v1/board?origins=live")
        self.assertEqual(sum(queue["in_progress"] for queue in board["queues"]), 0)

    def finishes(self):
        eventually("wrap-up begins", lambda: self.state() == "wrap_up")
        self.agent.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        eventually("the agent is ready", lambda: self.state() == "ready")

    # ---- The caller hangs up ----

    def test_S0_52_in_the_menu(self):
        self.reaches_the_menu()
        self.caller.hang_up()
        self.caller.wait_for("SIP/2.0 200")
        self.ended("caller", None)

    def test_S0_52_in_the_queue(self):
        self.waits()
        self.caller.hang_up()
        self.caller.wait_for("SIP/2.0 200")
        self.ended("caller", "abandoned")

    def test_S0_52_while_it_rings(self):
        ring = self.rings()
        self.caller.hang_up()
        self.desk.reply(ring, "180 Ringing")
        self.desk.wait_for("CANCEL")
        self.desk.reply(ring, "487 Request Terminated")
        self.ended("caller", "abandoned")
        eventually("the agent is free", lambda: self.state() == "ready")

    def test_S0_52_in_the_talk(self):
        self.talks()
        self.caller.hang_up()
        self.desk.wait_for("BYE")
        self.finishes()
        self.ended("caller", "answered")

    def test_S0_52_on_hold(self):
        self.talks()
        self.agent.post("/api/v1/desk/hold")
        self.caller.hang_up()
        self.desk.wait_for("BYE")
        self.finishes()
        self.ended("caller", "answered")

    # ---- The agent hangs up, does not answer, or will not ----

    def test_S0_52_by_the_agent(self):
        ring = self.talks()
        self.desk.end_answered(ring)
        self.caller.wait_for("BYE")
        self.finishes()
        self.ended("agent", "answered")

    def test_S0_52_a_busy_telephone_leaves_the_caller_at_the_front_and_the_agent_away(self):
        self.desk.reply(self.rings(), "486 Busy Here")
        eventually("the agent is away", lambda: self.state() == "away")
        eventually("the caller waits on", lambda: self.rows()[0]["state"] == "waiting")
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        self.desk.wait_for("ACK")
        self.desk.answer(self.desk.wait_for("INVITE"))
        eventually("they talk", lambda: self.state() == "talking")

    def test_S0_52_nobody_answers(self):
        ring = self.rings()
        self.desk.reply(ring, "180 Ringing")
        cancel = self.desk.wait_for("CANCEL")
        self.assertEqual(header(cancel, "Call-ID"), header(ring, "Call-ID"))
        eventually("the agent is away", lambda: self.state() == "away")
        eventually("the caller waits on", lambda: self.rows()[0]["state"] == "waiting")

    # ---- Two calls, one agent ----

    def test_S0_52_a_second_call_waits_until_the_agent_is_done_with_the_first(self):
        ring = self.talks()
        second = self.telephone(CARRIER)
        self.waits(second)
        self.assertTrue(self.desk.hears_nothing_of("INVITE", 1), "one agent, one call")
        self.desk.end_answered(ring)
        eventually("wrap-up begins", lambda: self.state() == "wrap_up")
        self.assertTrue(self.desk.hears_nothing_of("INVITE", 1), "wrap-up is kept")
        self.agent.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        self.desk.answer(self.desk.wait_for("INVITE"))
        eventually("they talk", lambda: self.state() == "talking")
        eventually("the list says so", lambda: sorted(row["state"] or "over" for row in self.rows()) == ["over", "talking"])

    def test_S0_33_the_rules_of_a_queue_hold_the_next_call_back_and_call_a_hold_long(self):
        """A manager writes them into the manual; the desk goes by them, and by the others again when they are taken back."""
        self.publish(("\n  cards:\n", "\n  cards:\n    outcome_required: true\n"),
                     ("\nthresholds:\n", "\nthresholds:\n  - {state: hold, queue: cards, after: 2s, tell: agent}\n"))
        ring = self.talks()
        self.assertNotIn("long_after_s", self.agent.get("/api/v1/desk")["assignment"])
        self.agent.post("/api/v1/desk/hold")
        eventually("the caller is on hold", lambda: self.state() == "hold")
        self.assertEqual(self.agent.get("/api/v1/desk")["assignment"]["long_after_s"], 2)
        self.agent.post("/api/v1/desk/resume")
        eventually("they talk again", lambda: self.state() == "talking")
        second = self.telephone(CARRIER)
        self.waits(second)
        self.desk.end_answered(ring)
        eventually("wrap-up begins", lambda: self.state() == "wrap_up")
        with self.assertRaises(Refused) as refused:
            self.agent.post("/api/v1/desk/wrap-up", {})
        self.assertEqual((refused.exception.status, refused.exception.body["code"]), (409, "outcome_missing"))
        self.assertTrue(self.desk.hears_nothing_of("INVITE", 1), "no code, no call")
        self.agent.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        ring = self.desk.wait_for("INVITE")
        self.desk.answer(ring)
        eventually("they talk", lambda: self.state() == "talking")
        self.publish()
        self.desk.end_answered(ring)
        eventually("wrap-up begins", lambda: self.state() == "wrap_up")
        self.agent.post("/api/v1/desk/wrap-up", {})

    def publish(self, *changes):
        """The sample manual with these changes in its routing."""
        documents = [{"path": str(path.relative_to(ROOT / "manual")), "text": path.read_text(encoding="utf-8")}
                     for path in sorted((ROOT / "manual").rglob("*.md"))]
        routing = next(each for each in documents if each["path"] == "routing/routing.md")
        for before, after in changes:
            self.assertEqual(routing["text"].count(before), 1, before)
            routing["text"] = routing["text"].replace(before, after)
        self.centre.client("manager").post("/api/v1/manual", {"documents": documents})

    # ---- Calls that do not begin, or begin in another way ----

    def test_S0_52_a_caller_who_speaks_what_we_do_not_is_not_acceptable(self):
        refusal = self.caller.invite(NUMBER, self.caller.sdp("18"))  # G.729 alone
        self.assertTrue(refusal.startswith("SIP/2.0 488"), refusal)
        self.caller.request("ACK", sequence=1)
        self.reaches_the_menu()
        self.assertEqual(len(self.rows()), 1, "the refused call is no contact")

    def test_S0_52_an_invite_without_a_description_is_offered_ours(self):
        offer = self.caller.invite(NUMBER, "")
        self.assertTrue(offer.startswith("SIP/2.0 200"), offer)
        self.assertRegex(offer, r"m=audio \d+ RTP/AVP 0 8 101")
        self.caller.request("ACK", self.caller.sdp(), sequence=1)
        eventually("the menu is spoken", lambda: self.rows() and self.rows()[0]["state"] == "menu")

    # ---- Keys ----

    def test_S0_53_keys_may_come_as_tones_where_nothing_else_was_agreed(self):
        answer = self.reaches_the_menu()
        self.assertNotIn("telephone-event", answer)
        self.caller.say_key("1", answer)
        eventually("the caller waits", lambda: self.rows()[0]["state"] == "waiting")
        self.assertEqual(self.keys(), ["1"], "by its key, and not because the menu gave up")

    def test_S0_53_tones_of_a_telephone_that_agreed_to_events_are_sound(self):
        answer = self.reaches_the_menu(formats="0 101\r\na=rtpmap:101 telephone-event/8000")
        self.assertIn("telephone-event", answer)
        self.caller.say_key("1", answer)
        self.caller.press("1")
        eventually("the caller waits", lambda: self.rows()[0]["state"] == "waiting")
        self.assertEqual(self.keys(), ["1"], "pressed once")


if __name__ == "__main__":
    unittest.main(verbosity=2)
