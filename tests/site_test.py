#!/usr/bin/python3
"""A real, empty centre is set up over its API and takes its first call, straight into a queue."""
import unittest

from harness import CentreTest, Refused, eventually, tone_file


class AnEmptyCentre(CentreTest):
    def setUp(self):
        super().setUp()
        self.centre = self.server()
        self.admin = self.centre.client("admin")

    def set_up(self):
        self.admin.post("/api/v1/people", {"login": "sara", "name": "Sara Idris", "language": "ms", "roles": ["agent"], "team": "day",
                                           "skills": [{"name": "cards", "level": 5}], "device": "sara"})
        account = self.admin.put("/api/v1/telephones/devices/sara", {})
        self.admin.put("/api/v1/telephones/trunks/loopback", {"address": "127.0.0.1"})
        self.admin.put("/api/v1/telephones/numbers/200", {"queue": "cards", "language": "ms"})
        return account

    def test_has_an_administrator_and_a_manual_and_nobody_else(self):
        self.assertEqual([each["person"]["login"] for each in self.admin.get("/api/v1/people")], ["admin"])
        listed = self.admin.get("/api/v1/telephones")
        self.assertEqual((listed["trunks"], listed["devices"], listed["numbers"]), ([], [], []))
        board = self.admin.get("/api/v1/board")
        self.assertEqual([each["id"] for each in board["queues"]], ["accounts", "cards", "delivery", "leaders"])
        self.assertEqual(sum(each["offered"] for each in board["queues"]), 0)

    def test_S0_52_takes_its_first_call_once_people_and_telephones_are_known(self):
        account = self.set_up()
        sara = self.centre.client("sara")
        uri = f"<sip:sara@127.0.0.1:{self.centre.sip_port}>"
        phone = self.phone(f"{uri};auth_user=sara;auth_pass={account['password']};answermode=auto;regint=60",
                           tone_file(self.home / "agent.wav", 1000, 20))
        eventually("the telephone is registered", lambda: "markaz_sip_registrations_total 1" in self.admin.get("/metrics").decode())
        sara.put("/api/v1/agents/me/presence", {"presence": "ready"})
        caller = self.phone(f"<sip:caller@127.0.0.1:{self.centre.sip_port}>;regint=0", tone_file(self.home / "caller.wav", 440, 20))
        caller.command("dial", f"sip:200@127.0.0.1:{self.centre.sip_port}")
        eventually("they talk", lambda: sara.get("/api/v1/desk")["agent"]["state"] == "talking")
        sara.post("/api/v1/desk/hold")
        eventually("on hold", lambda: sara.get("/api/v1/desk")["agent"]["state"] == "hold")
        sara.post("/api/v1/desk/resume")
        sara.post("/api/v1/desk/end")
        caller.wait_for("CALL_CLOSED")
        phone.wait_for("CALL_CLOSED")
        self.assertEqual(sara.get("/api/v1/desk")["agent"]["state"], "wrap_up")
        cards = next(each for each in self.admin.get("/api/v1/board")["queues"] if each["id"] == "cards")
        self.assertEqual((cards["offered"], cards["answered"]), (1, 1))

    def test_a_number_that_leads_nowhere_and_a_stranger_are_refused(self):
        with self.assertRaises(Refused) as refused:
            self.admin.put("/api/v1/telephones/numbers/200", {"queue": "nowhere", "language": "en"})
        self.assertEqual((refused.exception.status, refused.exception.body["where"]), (422, "/queue"))
        caller = self.phone(f"<sip:caller@127.0.0.1:{self.centre.sip_port}>;regint=0", tone_file(self.home / "caller.wav", 440, 5))
        caller.command("dial", f"sip:200@127.0.0.1:{self.centre.sip_port}")
        caller.wait_for("CALL_CLOSED")
        self.assertIn("markaz_sip_refused_unknown_total 1", self.admin.get("/metrics").decode())
        self.assertEqual(self.admin.get("/api/v1/contacts")["total"], 0)

    def test_whoever_may_no_longer_sign_in_is_signed_out_and_takes_no_calls(self):
        self.set_up()
        sara = self.centre.client("sara")
        sara.put("/api/v1/agents/me/presence", {"presence": "ready"})
        listed = next(each for each in self.admin.get("/api/v1/people") if each["person"]["login"] == "sara")
        self.admin.put(f"/api/v1/people/{listed['id']}", listed["person"] | {"disabled": True})
        with self.assertRaises(Refused) as refused:
            sara.get("/api/v1/desk")
        self.assertEqual(refused.exception.status, 401)
        state = next(each for each in self.admin.get("/api/v1/agents") if each["name"] == "Sara Idris")["state"]
        self.assertEqual(state, "offline")


if __name__ == "__main__":
    unittest.main(verbosity=2)
