#!/usr/bin/python3
"""One real call: a caller's telephone, the menu, the queue, an agent's telephone, talk, and what is left of it afterwards."""
import csv
import datetime
import io
import subprocess
import time
import unittest

import harness
from harness import CentreTest, channels, eventually, loudest, strength, tone_file

CALLER, AGENT = 440, 1000  # Hz


class ACall(CentreTest):
    def setUp(self):
        super().setUp()
        self.centre = self.server("--demo")
        self.agent = self.centre.client("amal")
        self.leader = self.centre.client("leader")
        account = next(each for each in self.centre.ready["phones"] if each["user"] == "amal")
        port = self.centre.sip_port
        self.agent_phone = self.phone(
            f"<sip:amal@127.0.0.1:{port}>;auth_user=amal;auth_pass={account['password']};answermode=manual;regint=60",
            tone_file(self.home / "agent.wav", AGENT))
        eventually("the agent's telephone is registered",
                   lambda: "markaz_sip_registrations_total 1" in self.leader.get("/metrics").decode())
        self.caller_phone = self.phone(f"<sip:caller@127.0.0.1:{port}>;regint=0", tone_file(self.home / "caller.wav", CALLER))

    def dial(self, number="100"):
        self.caller_phone.command("dial", f"sip:{number}@127.0.0.1:{self.centre.sip_port}")
        self.caller_phone.wait_for("CALL_ESTABLISHED")

    def live_contact(self):
        """The row of the only live contact."""
        rows = self.leader.get("/api/v1/contacts?origins=live")["rows"]
        return rows[0] if rows else None

    def press(self, key):
        self.caller_phone.command("sndcode", key)

    def state(self):
        return self.agent.get("/api/v1/desk")["agent"]["state"]

    def steps(self):
        row = self.live_contact()
        if not row:
            return []
        timeline = self.leader.get(f"/api/v1/contacts/{row['contact']}")["timeline"]
        return [each["step"] for each in timeline if each["kind"] == "step_entered"]

    def talk(self, after_s=0):
        """From the dialled number to the two hearing each other; the caller waits so long for somebody to be ready."""
        self.dial()
        eventually("the menu is spoken", lambda: "menu" in self.steps())
        self.press("1")
        eventually("the caller waits", lambda: self.live_contact()["state"] == "waiting")
        began = time.monotonic()
        eventually("the caller has waited", lambda: time.monotonic() - began >= after_s)
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        self.agent_phone.wait_for("CALL_INCOMING")
        eventually("the desk rings", lambda: self.state() == "ringing")
        self.agent_phone.command("accept")
        eventually("they talk", lambda: self.state() == "talking")

    def test_S0_50_S0_53_S0_54_menu_queue_ring_talk_wrap_up_recording_and_numbers_agree(self):
        self.talk()
        eventually("two seconds of talk", lambda: self.seconds_of_talk() > 2)
        self.assertEqual(self.board()["agents"]["talking"], 1)
        self.caller_phone.command("hangup")
        eventually("wrap-up begins", lambda: self.state() == "wrap_up")
        self.agent.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        eventually("the agent is ready again", lambda: self.state() == "ready")
        contact = eventually("the recording is kept", self.contact_with_recording)

        kinds = [each["kind"] for each in contact["timeline"]]
        wanted = ["contact_started", "step_entered", "key_taken", "visit_started", "decided", "assignment_moved", "visit_ended",
                  "assignment_ended"]
        places = [kinds.index(kind) for kind in wanted]
        self.assertEqual(places, sorted(places), kinds)
        self.assertEqual([each["key"] for each in contact["timeline"] if each["kind"] == "key_taken"], ["1"])

        self.check_sound(contact)
        self.check_numbers(contact)

    def test_S1_26_S0_39_holds_and_handling_are_reported_as_they_happened_apart_from_the_wait(self):
        self.talk(after_s=1)
        watched = [self.hold_by_the_desk(), self.hold_by_the_telephone()]
        self.caller_phone.command("hangup")
        eventually("wrap-up begins", lambda: self.state() == "wrap_up")
        eventually("a second of wrap-up", lambda: self.seconds_of_talk() > 1)
        self.agent.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        contact = eventually("the contact is over", self.contact_with_recording)

        lasted = self.stretches(contact["timeline"])
        self.assertEqual([state for state, _ in lasted], ["talking", "hold", "talking", "hold", "talking", "wrap_up"])
        holds = [length for state, length in lasted if state == "hold"]
        for (least, most), length in zip(watched, holds):
            self.assertGreater(least, 1, "a hold that is too short proves nothing")
            self.assertTrue(least <= length <= most, f"{length} s is what the clock on the wall saw: {least} to {most} s")
        spent = {state: sum(length for each, length in lasted if each == state) for state in ("talking", "hold", "wrap_up")}

        assignment = contact["assignments"][0]
        visit = contact["visits"][0]
        wait = (self.instant(visit["ended"]) - self.instant(visit["started"])).total_seconds()
        self.assertGreaterEqual(wait, 1)
        for by, name in (("queue", "cards"), ("agent", "amal")):
            row = self.report(by, name)
            for column, state in (("talk_s", "talking"), ("hold_s", "hold"), ("wrap_up_s", "wrap_up")):
                self.assertAlmostEqual(float(row[column]), spent[state], delta=0.011, msg=f"{column} by {by} is that of the events")
                self.assertAlmostEqual(assignment[column], spent[state], delta=0.011, msg=f"{column} of the contact")
            self.assertAlmostEqual(float(row["aht"]), float(row["talk_s"]) + float(row["hold_s"]) + float(row["wrap_up_s"]), delta=0.011)
        self.assertAlmostEqual(float(self.report("queue", "cards")["wait_answered_s"]), wait, delta=0.011, msg="the wait stands by itself")

    def hold_by_the_desk(self):
        """Holds for more than a second; between which two lengths it must lie, by a clock of our own."""
        before = time.monotonic()
        self.agent.post("/api/v1/desk/hold")
        began = time.monotonic()
        eventually("a second on hold", lambda: time.monotonic() - began > 1.2)
        ended = time.monotonic()
        self.agent.post("/api/v1/desk/resume")
        return ended - began, time.monotonic() - before

    def hold_by_the_telephone(self):
        before = time.monotonic()
        self.agent_phone.command("hold")
        eventually("the desk says hold", lambda: self.state() == "hold")
        began = time.monotonic()
        eventually("a second on hold", lambda: time.monotonic() - began > 1.2)
        ended = time.monotonic()
        self.agent_phone.command("resume")
        eventually("they talk again", lambda: self.state() == "talking")
        return ended - began, time.monotonic() - before

    @staticmethod
    def stretches(timeline):
        """From when the agent answered: each state of the assignment and how long it lasted, by the instants of the events alone."""
        moved = [(each["state"], ACall.instant(each["at"])) for each in timeline if each["kind"] == "assignment_moved"]
        moved.append(("ended", ACall.instant(next(each["at"] for each in timeline if each["kind"] == "assignment_ended"))))
        first = next(at for at, (state, _) in enumerate(moved) if state == "talking")
        return [(state, (after - since).total_seconds()) for (state, since), (_, after) in zip(moved[first:], moved[first + 1:])]

    @staticmethod
    def instant(text):
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))

    def seconds_of_talk(self):
        since = self.instant(self.agent.get("/api/v1/desk")["agent"]["since"])
        return (datetime.datetime.now(datetime.timezone.utc) - since).total_seconds()

    def board(self):
        return self.leader.get("/api/v1/board?origins=live")

    def contact_with_recording(self):
        contact = self.leader.get(f"/api/v1/contacts/{self.live_contact()['contact']}")
        ready = contact["state"] is None and [each for each in contact["recordings"] if each["state"] == "ready"]
        return contact if ready else None

    def check_sound(self, contact):
        recording = contact["recordings"][0]
        audio = self.leader.get(f"/api/v1/recordings/{recording['id']}/audio")
        left, right = channels(audio)
        self.assertGreater(loudest(left, CALLER), 0.9, "the caller is on the first channel")
        self.assertGreater(loudest(right, AGENT), 0.9, "the agent is on the second channel")
        self.assertLess(loudest(left, AGENT), 0.01, "the agent is not on the caller's channel")
        self.assertLess(loudest(right, CALLER), 0.01, "the caller is not on the agent's channel")
        self.assertAlmostEqual(len(left) / 8000, recording["length_s"], delta=0.02)

        talked = contact["assignments"][0]["talk_s"] + contact["assignments"][0]["hold_s"]
        self.assertAlmostEqual(recording["length_s"], talked, delta=0.06)

        for phone in (self.caller_phone, self.agent_phone):
            phone.close()
        heard = self.caller_phone.heard()[0]
        self.assertGreater(loudest(heard, AGENT), 0.8, "the caller heard the agent")
        self.assertGreater(loudest(self.agent_phone.heard()[0], CALLER), 0.8, "the agent heard the caller")
        self.assertGreater(max(map(abs, heard[:16000]), default=0), 1000, "the caller heard the greeting")

    def check_numbers(self, contact):
        cards = next(each for each in self.board()["queues"] if each["id"] == "cards")
        self.assertEqual((cards["offered"], cards["answered"], cards["in_progress"]), (1, 1, 0))
        row = self.report("queue", "cards")
        self.assertEqual((row["offered"], row["answered"], row["abandoned"]), ("1", "1", "0"))
        self.assertAlmostEqual(float(row["talk_s"]), contact["assignments"][0]["talk_s"], delta=0.02)
        listed = self.leader.get(f"/api/v1/contacts?origins=live&queue=cards&end=answered&from={self.board()['day_from']}")
        self.assertEqual(listed["total"], cards["answered"])

    def report(self, by, name):
        """The row of one queue or agent in today's report."""
        text = subprocess.run([harness.MARKAZ, "report", "--data", self.centre.directory, "--from", self.board()["day_from"], "--to",
                               "2100-01-01T00:00:00Z", "--by", by, "--interval", "1d", "--format", "csv", "--origins", "live"],
                              capture_output=True, text=True, check=True).stdout
        return next(each for each in csv.DictReader(io.StringIO(text)) if each[by] == name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
