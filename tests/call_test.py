#!/usr/bin/python3
"""One real call: a caller's telephone, the menu, the queue, an agent's telephone, talk, and what is left of it afterwards."""
import csv
import datetime
import io
import subprocess
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

    def talk(self):
        """From the dialled number to the two hearing each other."""
        self.dial()
        eventually("the menu is spoken", lambda: "menu" in self.steps())
        self.press("1")
        eventually("the caller waits", lambda: self.live_contact()["state"] == "waiting")
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

    def seconds_of_talk(self):
        since = datetime.datetime.fromisoformat(self.agent.get("/api/v1/desk")["agent"]["since"].replace("Z", "+00:00"))
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
        report = subprocess.run([harness.MARKAZ, "report", "--data", self.centre.directory, "--from", self.board()["day_from"], "--to",
                                 "2100-01-01T00:00:00Z", "--by", "queue", "--interval", "1d", "--format", "csv", "--origins", "live"],
                                capture_output=True, text=True, check=True).stdout
        row = next(each for each in csv.DictReader(io.StringIO(report)) if each["queue"] == "cards")
        self.assertEqual((row["offered"], row["answered"], row["abandoned"]), ("1", "1", "0"))
        self.assertAlmostEqual(float(row["talk_s"]), contact["assignments"][0]["talk_s"], delta=0.02)
        listed = self.leader.get(f"/api/v1/contacts?origins=live&queue=cards&end=answered&from={self.board()['day_from']}")
        self.assertEqual(listed["total"], cards["answered"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
