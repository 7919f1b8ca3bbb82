#!/usr/bin/python3
"""Calls in which a browser is the caller, the agent, or both: Chromium whose microphone is a tone, baresip at the other end."""
import datetime
import subprocess
import unittest

import harness
from chromium import Chromium
from harness import CentreTest, channels, eventually, loudest, tone_file

CALLER, AGENT = 440, 1000  # Hz
TALKS, ANSWER = ".call .keypad", ".ring .acts button"


class Browsers(CentreTest):
    def setUp(self):
        super().setUp()
        self.centre = self.server("--demo")
        self.agent = self.centre.client("amal")
        self.leader = self.centre.client("leader")

    def chromium(self, pitch):
        made = Chromium(self.home, pitch)
        self.addCleanup(made.close)
        return made

    def desk(self, pitch=AGENT):
        """Amal's page, with its telephone connected."""
        made = self.chromium(pitch)
        link = subprocess.run([harness.MARKAZ, "link", "amal", "--data", self.centre.directory], capture_output=True, text=True,
                              check=True).stdout.strip()
        made.go(self.centre.ready["http"] + "/signin#token=" + link.split("token=")[1])
        made.click(".telephone button.plain")
        eventually("the agent's line stands", lambda: self.agent.get("/api/v1/phone")["line"])
        return made

    def customer(self, pitch=CALLER, called="en"):
        """A customer's page that calls."""
        made = self.chromium(pitch)
        made.go(self.centre.ready["http"] + "/call")
        made.click(f".call-languages button[lang={called}]")
        made.click(".call-button")
        return made

    def ready(self):
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})

    def contact(self):
        rows = self.leader.get("/api/v1/contacts?origins=live")["rows"]
        return self.leader.get(f"/api/v1/contacts/{rows[0]['contact']}") if rows else None

    def state(self):
        return self.agent.get("/api/v1/desk")["agent"]["state"]

    def seconds_in_state(self):
        since = datetime.datetime.fromisoformat(self.agent.get("/api/v1/desk")["agent"]["since"].replace("Z", "+00:00"))
        return (datetime.datetime.now(datetime.timezone.utc) - since).total_seconds()

    def talk_on(self):
        """Long enough that half a second of it is sound and nothing else."""
        until = self.seconds_in_state() + 3
        eventually("they have talked", lambda: self.seconds_in_state() > until)

    def in_menu(self):
        contact = self.contact()
        return contact and "menu" in [each.get("step") for each in contact["timeline"]]

    def wait_in_queue(self, customer):
        """The customer presses 1 in the menu, by a key of the page that goes as an event in the sound."""
        customer.wait(TALKS)
        eventually("the menu is spoken", self.in_menu)
        customer.click(".keypad button:text-is('1')")
        eventually("the caller waits", lambda: self.contact()["state"] in ("waiting", "ringing"))

    def counted(self, name):
        lines = self.leader.get("/metrics").decode().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith(name + " ")))

    def recording(self):
        contact = self.contact()
        kept = contact["state"] is None and [each for each in contact["recordings"] if each["state"] == "ready"]
        return channels(self.leader.get(f"/api/v1/recordings/{kept[0]['id']}/audio")) if kept else None

    def account(self):
        return next(each for each in self.centre.ready["phones"] if each["user"] == "amal")

    def test_two_browsers_talk_the_desk_is_loaded_again_and_the_call_goes_on(self):
        desk, customer = self.desk(), self.customer()
        self.wait_in_queue(customer)
        self.ready()
        desk.click(ANSWER)
        eventually("they talk", lambda: self.state() == "talking")
        customer.hears(AGENT)
        desk.hears(CALLER)
        self.talk_on()

        before = self.agent.get("/api/v1/phone")["line"]
        desk.reload()
        eventually("a new line leads", lambda: (self.agent.get("/api/v1/phone")["line"] or 0) > before)
        desk.hears(CALLER)
        customer.hears(AGENT)
        self.assertEqual(self.state(), "talking")

        customer.click(".hang-up")
        eventually("wrap-up begins", lambda: self.state() == "wrap_up")
        self.agent.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        left, right = eventually("the recording is kept", self.recording)
        self.assertGreater(loudest(left, CALLER), 0.9, "the customer is on the first channel")
        self.assertGreater(loudest(right, AGENT), 0.9, "the agent is on the second channel")
        self.assertLess(loudest(left, AGENT), 0.01)
        self.assertLess(loudest(right, CALLER), 0.01)
        self.assertEqual([each["key"] for each in self.contact()["timeline"] if each["kind"] == "key_taken"], ["1"])

    def test_a_browser_calls_a_telephone_and_is_told_when_the_agent_hangs_up(self):
        port = self.centre.sip_port
        phone = self.phone(f"<sip:amal@127.0.0.1:{port}>;auth_user=amal;auth_pass={self.account()['password']};"
                           "answermode=auto;regint=60", tone_file(self.home / "agent.wav", AGENT))
        eventually("the agent's telephone is registered", lambda: self.counted("markaz_sip_registrations_total"))
        customer = self.customer()
        self.wait_in_queue(customer)
        self.ready()
        eventually("they talk", lambda: self.state() == "talking")
        customer.hears(AGENT)
        self.talk_on()
        self.agent.post("/api/v1/desk/end")
        customer.wait(".call [role=status]:not(.call-standing)")
        phone.close()
        self.assertGreater(loudest(phone.heard()[0], CALLER), 0.8, "the telephone heard the browser")

    def test_a_telephone_calls_a_browser_and_a_closed_desk_gives_the_caller_back(self):
        desk = self.desk()
        caller = self.phone(f"<sip:caller@127.0.0.1:{self.centre.sip_port}>;regint=0", tone_file(self.home / "caller.wav", CALLER))
        caller.command("dial", f"sip:100@127.0.0.1:{self.centre.sip_port}")
        caller.wait_for("CALL_ESTABLISHED")
        eventually("the menu is spoken", self.in_menu)
        caller.command("sndcode", "1")
        eventually("the caller waits", lambda: self.contact()["state"] == "waiting")
        self.ready()
        desk.click(ANSWER)
        eventually("they talk", lambda: self.state() == "talking")
        desk.hears(CALLER)
        self.talk_on()

        desk.close()
        eventually("the caller waits again", lambda: self.contact()["state"] == "waiting")
        visits, agent = self.contact()["visits"], self.agent.get("/api/v1/desk")["agent"]
        self.assertEqual((agent["presence"], agent["reason"]), ("away", "lost"))
        self.assertEqual([each["queue"] for each in visits], ["cards", "cards"])
        self.assertIsNone(self.agent.get("/api/v1/phone")["line"])
        caller.command("hangup")
        caller.close()
        self.assertGreater(loudest(caller.heard()[0], AGENT), 0.8, "the telephone heard the browser")

    def test_a_wrong_fingerprint_is_refused(self):
        customer = self.chromium(CALLER)
        # What the centre is told names another certificate than the one that the browser will show.
        customer.ask("init", script="""
            const given = window.fetch;
            window.fetch = (path, options = {}) => given(path, typeof options.body !== 'string' ? options : { ...options,
                body: options.body.replace(/(fingerprint:sha-256 )(..)/, (_, name, first) => name + (first === '00' ? '01' : '00')) });""")
        customer.go(self.centre.ready["http"] + "/call")
        customer.click(".call-button")
        eventually("the browser is refused", lambda: self.counted("markaz_webrtc_refused_total") == 1)
        self.assertEqual(self.counted("markaz_webrtc_lines_total"), 0)
        self.assertIsNone(self.contact(), "nobody was called")


if __name__ == "__main__":
    unittest.main(verbosity=2)
