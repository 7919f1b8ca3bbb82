#!/usr/bin/python3
"""Voicemail: a caller speaks after the tone, and an agent hears it. No kill loses what was said; what was not said is no work."""
import contextlib
import pathlib
import sqlite3
import statistics
import unittest

from harness import CentreTest, Refused, channels, document, eventually, mulaw, one_queue, strength
from telephone import FRAME, Sound, Telephone, tone

NUMBER, PITCH, TONE = "600", 440, 1000  # Hz
SPAN = 800  # samples: 100 ms
MULAW = [mulaw(byte) for byte in range(256)]
ROUTING = one_queue("record: false, keep_recordings: 1h")
LINE = document("line", "Take a message", "procedure", "From the number to the agent.") + """## Instructions

1. Hear the message and help the customer.

```flow
start: wait
steps:
  wait:    {queue: calls, exit_key: 9, exit: message, next: help}
  message: {voicemail: "Speak after the tone.", queue: calls, most: 5s, quiet: 4s, next: help, otherwise: bye}
  bye:     {end: nothing}
  help:    {do: "Help the customer.", next: done}
  done:    {end: resolved}
outcomes: {resolved: "Resolved", nothing: "Nothing said"}
```

## Expected result

The customer has been helped.

## Examples

- **Given** a caller, **when** an agent answers, **then** they are helped.

```examples
leaves-a-message:
  given: {agents: {amal: {letters: 1}}}
  when: [{press: 9}, {speak: 3s}, {leave: caller}]
  then: {waits: calls}
```
"""


class Voicemail(CentreTest):
    def setUp(self):
        super().setUp()
        self.caller = Telephone("127.0.0.45", 0)
        self.sound = Sound(self.caller.host)
        self.addCleanup(self.caller.close)
        self.addCleanup(self.sound.close)
        self.centre = self.server("--manual", self.write_manual(routing=ROUTING, line=LINE))
        self.caller.server = ("127.0.0.1", self.centre.sip_port)
        self.admin = self.centre.client("admin")
        self.admin.put("/api/v1/telephones/trunks/carrier", {"address": self.caller.host})
        self.admin.put(f"/api/v1/telephones/numbers/{NUMBER}", {"flow": "line", "language": "en"})
        self.agent, self.other = self.comes("desk"), self.comes("other")
        self.admin.post("/api/v1/people", {"login": "head", "name": "Head", "roles": ["manager"], "language": "en"})
        self.head = self.centre.client("head")

    def comes(self, login):
        """A new agent of the queue, without any telephone."""
        self.admin.post("/api/v1/people", {"login": login, "name": login, "roles": ["agent"], "team": "day",
                                           "skills": [{"name": "calls", "level": 1}], "language": "en"})
        return self.centre.client(login)

    def row(self):
        """The only contact; before it is in the records, nothing is known of it."""
        rows = self.head.get("/api/v1/contacts?origins=live")["rows"]
        return rows[0] if rows else {"state": None, "end": None}

    def queue(self):
        return self.head.get("/api/v1/board?origins=live")["queues"][0]

    def files(self):
        return list(pathlib.Path(self.centre.directory).glob("recordings/messages/*/*.wav"))

    def calls_and_hears_the_tone(self):
        """Waits, presses the key, hears the text, and at last the tone."""
        answer = self.caller.call(NUMBER, port=self.sound.port)
        eventually("the caller waits", lambda: self.row()["state"] == "waiting")
        self.sound.say(b"\xff" * FRAME, answer)  # our sound comes from here
        self.caller.press("9")
        tail = 20 * FRAME  # the tone lasts as long
        self.sound.hear(lambda heard: len(heard) >= tail and strength([MULAW[code] for code in heard[-tail // 2:]], TONE) > 0.9)
        eventually("it is recorded", self.files)
        return answer

    def leaves(self, seconds=2):
        answer = self.calls_and_hears_the_tone()
        self.sound.say(tone(PITCH, seconds), answer)
        self.caller.hang_up()
        return eventually("the message waits", lambda: self.row()["state"] == "voicemail" and self.queue()["voicemails"] == 1 and
                          self.row()["channel"] == "voicemail" and self.row())

    def takes(self, agent):
        agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        eventually("the desk rings", lambda: agent.get("/api/v1/desk").get("assignment", {}).get("state") == "ringing")
        self.assertEqual(agent.get("/api/v1/desk")["assignment"]["channel"], "voicemail")
        return agent.post("/api/v1/desk/accept")["entry"]

    def own(self, agent, contact, entry):
        return agent.get(f"/api/v1/me/contacts/{contact}?at_least={entry}")

    def check_message(self, audio, least, most):
        left, right = channels(audio)
        self.assertTrue(least <= len(left) / 8000 <= most, f"{len(left) / 8000} s")
        self.assertFalse(any(right), "nobody else is heard")
        # A busy machine speaks with breaks: each lies in one or two of the spans.
        spans = [strength(left[at:at + SPAN], PITCH) for at in range(4000, 12000, SPAN)]
        self.assertGreater(statistics.median(spans), 0.9, "what was said is heard")
        self.assertLess(max(strength(left[at:at + SPAN], TONE) for at in range(0, 4000, SPAN)), 0.6, "and not the tone before it")

    def test_a_message_waits_is_heard_by_whoever_took_it_and_is_counted_for_itself(self):
        row = self.leaves()
        contact = row["contact"]
        self.assertEqual(self.queue()["waiting"], 0, "nobody waits on the telephone")
        entry = self.takes(self.agent)
        own = self.own(self.agent, contact, entry)
        recording, = own["recordings"]
        self.assertTrue(recording["message"])
        path = f"/api/v1/me/messages/{recording['id']}/"
        self.check_message(self.agent.get(path + "audio"), 1.5, 6)
        self.assertGreater(max(self.agent.get(path + "peaks?points=50")["customer"]), 50)
        for stranger, where in ((self.other, path), (self.agent, f"/api/v1/recordings/{recording['id']}/")):
            for what in ("audio", "peaks"):
                with self.assertRaises(Refused) as refused:
                    stranger.get(where + what)
                self.assertEqual(refused.exception.status, 404 if stranger is self.other else 403)
        me = self.agent.get("/api/v1/me")["person"]["id"]
        with contextlib.closing(sqlite3.connect(f"file:{self.centre.directory}/records.db?mode=ro", uri=True)) as records:
            looks = records.execute("select who, subject from audit where what = 'listened'").fetchall()
        self.assertEqual(looks, [(me, f"recording {recording['id']}")], "the look is audited, and once")
        self.assertEqual(self.head.get("/api/v1/recordings?queue=calls")["rows"][0]["id"], recording["id"])

        with self.assertRaises(Refused) as refused:
            self.agent.post("/api/v1/desk/reply", {"text": "Hello"})
        self.assertEqual(refused.exception.body["code"], "wrong_channel")
        self.agent.post("/api/v1/desk/step", {"step": "help", "answer": "done"})
        self.agent.post("/api/v1/desk/end")
        row = eventually("all is over", lambda: self.row()["state"] is None and self.row())
        self.assertEqual((row["end"], row["contact_end"], row["outcome"], row["channel"]), ("voicemail", "agent", "resolved", "voicemail"))
        queue = self.queue()
        self.assertEqual({name: queue[name] for name in ("offered", "voicemail", "abandoned", "answered", "voicemails", "in_progress")},
                         {"offered": 1, "voicemail": 1, "abandoned": 0, "answered": 0, "voicemails": 0, "in_progress": 0})
        told = [each["state"] for each in self.head.get(f"/api/v1/contacts/{contact}")["timeline"] if each["kind"] == "voicemail_moved"]
        self.assertEqual(told, ["greeting", "recording", "closing", "kept", "left"])
        self.assertEqual(self.head.get("/api/v1/contacts?channel=voicemail")["total"], 1)

    def test_what_was_said_until_a_kill_is_heard(self):
        answer = self.calls_and_hears_the_tone()
        self.sound.say(tone(PITCH, 3), answer)
        self.centre.kill()
        self.centre.start()
        for client in (self.admin, self.agent, self.head):
            client.base = self.centre.ready["http"]
        row = eventually("the message waits", lambda: self.row()["state"] == "voicemail" and self.row()["channel"] == "voicemail" and
                         self.row())
        entry = self.takes(self.agent)
        recording, = self.own(self.agent, row["contact"], entry)["recordings"]
        self.check_message(self.agent.get(f"/api/v1/me/messages/{recording['id']}/audio"), 1.5, 8)

    def test_the_limit_ends_it_and_so_does_the_key(self):
        answer = self.calls_and_hears_the_tone()
        self.sound.say(tone(PITCH, 8), answer)
        self.caller.reply(self.caller.wait_for("BYE"), "200 OK")
        recording = eventually("it is kept", lambda: next(
            (each for each in self.head.get("/api/v1/recordings")["rows"] if each["state"] == "ready"), None))
        self.check_message(self.head.get(f"/api/v1/recordings/{recording['id']}/audio"), 4.5, 6.5)
        self.assertTrue(recording["message"])
        self.assertIsNone(recording["agent"])

    def test_the_key_ends_it_and_the_caller_is_thanked(self):
        answer = self.calls_and_hears_the_tone()
        self.sound.say(tone(PITCH, 2), answer)
        self.caller.press("#")
        self.caller.reply(self.caller.wait_for("BYE"), "200 OK")
        eventually("the message waits", lambda: self.row()["state"] == "voicemail" and self.row()["channel"] == "voicemail")
        told = self.head.get(f"/api/v1/contacts/{self.row()['contact']}")["timeline"]
        self.assertEqual([each["key"] for each in told if each["kind"] == "key_taken"], ["9", "#"])
        self.assertEqual([each["state"] for each in told if each["kind"] == "voicemail_moved"], ["greeting", "recording", "kept", "left"])

    def test_who_says_nothing_makes_no_work(self):
        self.calls_and_hears_the_tone()
        self.caller.hang_up()
        row = eventually("all is over", lambda: self.row()["state"] is None and self.row()["end"] and self.row())
        self.assertEqual((row["end"], row["cause"], row["contact_end"], row["channel"]), ("abandoned", "hung_up", "caller", "voice_in"))
        eventually("nothing is kept", lambda: not self.files())
        eventually("nor listed", lambda: self.head.get("/api/v1/recordings")["rows"] == [])
        self.assertEqual(self.queue()["voicemails"], 0)

    def test_silence_ends_it_and_leads_on(self):
        answer = self.calls_and_hears_the_tone()
        self.sound.say(b"\xff" * FRAME * 250, answer)
        self.caller.reply(self.caller.wait_for("BYE"), "200 OK")
        row = eventually("all is over", lambda: self.row()["state"] is None and self.row()["contact_end"] and self.row())
        self.assertEqual((row["end"], row["cause"], row["contact_end"], row["outcome"]), ("abandoned", "exited", "flow", "nothing"))
        eventually("nothing is kept", lambda: not self.files())


if __name__ == "__main__":
    unittest.main(verbosity=2)
