#!/usr/bin/python3
"""Recordings: what is said and when it is not, who finds and hears them, and that they are gone when their time is over."""
import datetime
import pathlib
import shutil
import unittest

from harness import ROOT, CentreTest, Refused, channels, eventually, strength, tone_file

CALLER, AGENT = 440, 1000  # Hz
SPAN = 1600                # samples: 200 ms


class Recordings(CentreTest):
    def setUp(self):
        super().setUp()
        # The sample manual, but for one line: recordings of the cards queue are kept for a second.
        manual = self.home / "manual"
        shutil.copytree(ROOT / "manual", manual)
        routing = manual / "routing" / "routing.md"
        text = routing.read_text()
        self.assertIn("\n  cards:\n", text)
        routing.write_text(text.replace("\n  cards:\n", "\n  cards:\n    keep_recordings: 1s\n", 1))
        self.centre = self.server("--demo", "--manual", str(manual))
        self.agent, self.leader = self.centre.client("amal"), self.centre.client("leader")

    def state(self):
        return self.agent.get("/api/v1/desk")["agent"]["state"]

    def contact(self):
        rows = self.leader.get("/api/v1/contacts?origins=live")["rows"]
        return self.leader.get(f"/api/v1/contacts/{rows[0]['contact']}") if rows else None

    def seconds(self):
        since = datetime.datetime.fromisoformat(self.agent.get("/api/v1/desk")["agent"]["since"].replace("Z", "+00:00"))
        return (datetime.datetime.now(datetime.timezone.utc) - since).total_seconds()

    def talk_on(self, length=2):
        until = self.seconds() + length
        eventually("they talk on", lambda: self.seconds() > until)

    def call(self):
        """A caller with a number and an agent who answers at once, until they talk."""
        port = self.centre.sip_port
        password = next(each["password"] for each in self.centre.ready["phones"] if each["user"] == "amal")
        self.phone(f"<sip:amal@127.0.0.1:{port}>;auth_user=amal;auth_pass={password};answermode=auto;regint=60",
                   tone_file(self.home / "agent.wav", AGENT))
        eventually("the agent's telephone is registered",
                   lambda: "markaz_sip_registrations_total 1" in self.leader.get("/metrics").decode())
        caller = self.phone(f"<sip:+201005550123@127.0.0.1:{port}>;regint=0", tone_file(self.home / "caller.wav", CALLER))
        caller.command("dial", f"sip:100@127.0.0.1:{port}")
        caller.wait_for("CALL_ESTABLISHED")
        eventually("the menu is spoken", lambda: self.contact() and "menu" in [each.get("step") for each in self.contact()["timeline"]])
        caller.command("sndcode", "1")
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        eventually("they talk", lambda: self.state() == "talking")
        return caller

    def test_S0_53_a_recording_is_paused_found_heard_by_few_and_erased_in_time(self):
        caller = self.call()
        self.talk_on()
        self.agent.post("/api/v1/desk/recording", {"paused": True})
        self.assertTrue(self.agent.get("/api/v1/desk")["assignment"]["recording_paused"])
        caller.command("sndcode", "4")  # of a card's number
        self.talk_on()
        with self.assertRaises(Refused) as again:
            self.agent.post("/api/v1/desk/recording", {"paused": True})
        self.assertEqual(again.exception.status, 409)
        self.agent.post("/api/v1/desk/recording", {"paused": False})
        self.talk_on()
        caller.command("hangup")
        eventually("wrap-up begins", lambda: self.state() == "wrap_up")
        self.agent.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        eventually("the records know", lambda: self.contact() and self.contact()["outcome"])

        row = eventually("the recording is kept", lambda: next(
            (each for each in self.leader.get("/api/v1/recordings")["rows"] if each["state"] == "ready"), None))
        audio = self.leader.get(f"/api/v1/recordings/{row['id']}/audio")
        self.check_sound(audio, row)
        self.check_search(row)
        self.check_listening(row, audio)
        timeline = self.contact()["timeline"]
        self.assertEqual([each["state"] for each in timeline if each["kind"] == "recording_paused"], ["paused", "running"])
        self.assertEqual([each["key"] for each in timeline if each["kind"] == "key_taken"], ["1"], "no digit of the card is kept")
        self.check_retention(row)

    def check_sound(self, audio, row):
        left, right = channels(audio)
        self.assertAlmostEqual(len(left) / 8000, row["length_s"], delta=0.02)
        assignment = self.contact()["assignments"][0]
        self.assertAlmostEqual(row["length_s"], assignment["talk_s"] + assignment["hold_s"], delta=0.06)
        spans = range(0, len(left) - SPAN, SPAN)
        silent = [not any(left[at:at + SPAN]) and not any(right[at:at + SPAN]) for at in spans]
        begin, end = silent.index(True), len(silent) - silent[::-1].index(True)
        self.assertGreater(end - begin, 7, "the pause is silent")
        self.assertTrue(all(silent[begin:end]), "and has no hole")
        for at in (spans[begin] - 2 * SPAN, spans[end] + 2 * SPAN):
            self.assertGreater(strength(left[at:at + SPAN], CALLER), 0.8, "before and after it the caller is heard")
            self.assertGreater(strength(right[at:at + SPAN], AGENT), 0.8, "and the agent")

    def check_search(self, row):
        def found(query, client=self.leader):
            return [each["id"] for each in client.get("/api/v1/recordings?" + query)["rows"]]
        wanted = [row["id"]]
        self.assertEqual((row["agent"]["name"], row["queue"], row["caller"]), ("Amal Said", "cards", "…23"))
        for query in (f"agent={row['agent']['id']}", "queue=cards", "number=0123", f"from={row['from']}",
                      f"agent={row['agent']['id']}&queue=cards&number=201005550123&from={row['from']}&to=2100-01-01T00:00:00Z"):
            self.assertEqual(found(query), wanted, query)
        for query in ("agent=999", "queue=accounts", "number=9999", f"to={row['from']}", "from=2100-01-01T00:00:00Z"):
            self.assertEqual(found(query), [], query)

    def check_listening(self, row, audio):
        path = f"/api/v1/recordings/{row['id']}/audio"
        self.assertEqual(self.leader.get(path, Range="bytes=58-1057"), audio[58:1058])
        for login in ("amal", "admin", "board"):
            with self.assertRaises(Refused) as refused:
                self.centre.client(login).get(path)
            self.assertEqual(refused.exception.status, 403, login)

    def check_retention(self, row):
        files = lambda: list(pathlib.Path(self.centre.directory).glob("recordings/*/*.wav"))
        self.assertEqual(len(files()), 1)
        self.centre.stop()
        self.centre.start()
        leader = self.centre.client("leader")
        eventually("the recording is erased", lambda: leader.get("/api/v1/recordings")["rows"][0]["state"] == "erased")
        self.assertEqual(files(), [])
        with self.assertRaises(Refused) as gone:
            leader.get(f"/api/v1/recordings/{row['id']}/audio")
        self.assertEqual(gone.exception.status, 409)


if __name__ == "__main__":
    unittest.main(verbosity=2)
