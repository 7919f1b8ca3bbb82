#!/usr/bin/python3
"""What becomes of telephones when the server is killed amid their calls: each is told, soon after the next start, that its call is over.

One test follows a caller and an agent by hand. The other lets sipp call and answer at 20 calls a second and kills the server at random
instants; sipp's own log is the judge: whoever was answered was hung up, and stands in the journal once.
"""
import collections
import json
import os
import random
import shutil
import time
import unittest

from harness import eventually, free_port, markaz
from sipp import AGENT, CALLER, DESKS, NUMBER, SDP, TRUNK, OneQueue
from telephone import Telephone, header

LONG = "MARKAZ_LONG" in os.environ
ROUNDS = 30 if LONG else 3
AGENTS = 300 if LONG else 12
CALLS_PER_SECOND = 20
TALK_MS = 600


class LeftCalls(OneQueue):
    def start_again(self):
        self.centre.start()
        for client in (self.admin, getattr(self, "manager", self.admin)):
            client.base = self.centre.ready["http"]  # The port is a new one. The sessions have outlived the kill.

    def test_after_a_kill_each_telephone_gets_its_bye_and_the_contact_ends_as_interrupted(self):
        caller, desk = (Telephone(host, 0) for host in (TRUNK, DESKS))
        self.addCleanup(caller.close)
        self.addCleanup(desk.close)
        self.open_centre({"desk": f"sip:desk@{desk.host}:{desk.port}"})
        caller.server = desk.server = ("127.0.0.1", self.centre.sip_port)
        caller.call(NUMBER)
        ring = desk.wait_for("INVITE")
        self.assertIn("sip:+60312345678@", header(ring, "From"), "the agent sees who calls")
        desk.answer(ring)
        eventually("they talk", lambda: [row for row in self.admin_rows() if row["state"] == "talking"])
        self.centre.kill()
        kept = (self.home / "data" / "legs").read_bytes()
        self.assertTrue(kept.strip(b"\0"), "what ends the calls is kept")
        self.assertNotIn(b"60312345678", kept, "and shows nothing of the caller")
        began = time.monotonic()
        self.start_again()
        for telephone in (caller, desk):
            telephone.reply(telephone.wait_for("BYE"), "200 OK")
        print(f"both were hung up {time.monotonic() - began:.2f} s after the process was started")
        ended = eventually("the contact has ended", lambda: [row for row in self.admin_rows() if row["contact_end"]])
        self.assertEqual([row["contact_end"] for row in ended], ["interrupted"])
        self.assertEqual([row["end"] for row in ended], ["answered"])

    def test_whoever_waited_when_the_server_was_killed_calls_again_and_has_their_place_back(self):
        first, second, desk = (Telephone(host, 0) for host in (TRUNK, TRUNK, DESKS))
        for telephone in (first, second, desk):
            self.addCleanup(telephone.close)
        self.open_centre({"desk": f"sip:desk@{desk.host}:{desk.port}"}, "rejoin: 10m, music: false, record: false")
        agent = self.centre.client("desk")
        agent.put("/api/v1/agents/me/presence", {"presence": "break"})
        first.server = second.server = ("127.0.0.1", self.centre.sip_port)
        first.shows, second.shows = "+60311111111", "+60322222222"
        first.call(NUMBER)
        eventually("the number is kept", lambda: self.calls_of("60311111111"))
        self.centre.kill()
        self.start_again()
        agent.base = self.centre.ready["http"]
        first.reply(first.wait_for("BYE"), "200 OK")
        second.call(NUMBER)
        # What the records are told stands in order: whoever was left behind is known by then.
        eventually("another one waits", lambda: self.calls_of("60322222222"))
        first.call(NUMBER)
        eventually("they wait again", lambda: len(self.calls_of("60311111111")) == 2)
        agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        self.assertIn("sip:+60311111111@", header(desk.wait_for("INVITE"), "From"), "who came first is served first")

    def calls_of(self, number):
        """Contacts whose number ends so."""
        self.admin_rows()
        return self.manager.get(f"/api/v1/contacts?origins=live&number={number}")["rows"]

    @unittest.skipUnless(shutil.which("sipp"), "sipp is not installed")
    def test_by_sipps_own_ledger_whoever_was_answered_was_hung_up_and_counted_once_whenever_the_server_is_killed(self):
        seed = int(os.environ.get("MARKAZ_SEED", random.SystemRandom().getrandbits(32)))
        print(f"MARKAZ_SEED={seed} kills at the same instants again")
        chance = random.Random(seed)
        desk_port = free_port()
        self.open_centre({f"a{each:04}": f"sip:a{each:04}@{DESKS}:{desk_port}" for each in range(AGENTS)})
        # More calls than can be made before the last kill: sipp is ended, not waited for.
        agents = self.sipp("agent", AGENT.format(sdp=SDP, talk=TALK_MS, sound=""), DESKS, desk_port)
        callers = self.sipp("caller", CALLER.format(sdp=SDP, number=NUMBER, sound=""), TRUNK, free_port(), "-r",
                            str(CALLS_PER_SECOND), "-m", "1000000", "-l", "2000", "-aa")
        for each in range(ROUNDS):
            time.sleep(chance.uniform(0.5, 2.0))
            self.centre.kill()
            self.start_again()
        eventually("calls are answered after the last start", lambda: self.ledger()["answered"] and len(self.since_last_start()) > 5)
        callers.send_signal(10)  # SIGUSR1: sipp makes no new calls and ends when the last has ended
        eventually("whoever was answered was hung up", lambda: not self.left_behind(), 45)
        for process in (callers, agents):
            process.kill()
            process.wait()
        ledger = self.ledger()
        arrivals = [json.loads(body)["party"] for body, in
                    self.journal("select body from entry where type = 'contact_arrived' and origin = 'live'")]
        print(f"{ROUNDS} kills, {AGENTS} agents: {len(ledger['answered'])} calls answered, {len(ledger['refused'])} refused,"
              f" {len(arrivals)} in the journal")
        self.assertGreater(len(ledger["answered"]), ROUNDS * 5, "the kills came under load")
        self.assertEqual(max(collections.Counter(ledger["answered"]).values()), 1)
        self.assertEqual(len(set(arrivals)), len(arrivals), "no call stands twice")
        self.assertGreaterEqual(len(arrivals), len(ledger["answered"]), "whoever was answered stands in the journal")
        self.assertEqual(self.centre.stop(), 0)
        replayed = markaz("replay", "--data", self.centre.directory)
        self.assertEqual((replayed.returncode, replayed.stderr), (0, ""))

    def left_behind(self):
        ledger = self.ledger()
        return set(ledger["answered"]) - set(ledger["ended"])

    def since_last_start(self):
        return self.journal("select number from entry where type = 'contact_arrived' and number > "
                            "(select max(number) from entry where type = 'restarted')")


class TheLedger(unittest.TestCase):
    """Control: a call that was answered and not hung up is seen."""

    def test_finds_a_call_that_was_left_behind(self):
        judge = LeftCalls("test_after_a_kill_each_telephone_gets_its_bye_and_the_contact_ends_as_interrupted")
        judge.ledger = lambda: {"answered": ["one", "two"], "ended": ["two"], "refused": []}
        self.assertEqual(judge.left_behind(), {"one"})


if __name__ == "__main__":
    unittest.main(verbosity=2)
