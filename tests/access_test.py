#!/usr/bin/python3
"""Who may do what: every route for every role, as the program describes itself; and what is kept from everybody."""
import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import tempfile
import unittest
import urllib.parse

from harness import Client, CentreTest, Refused, Server, markaz

# What each role is for, written down a second time. An administrator keeps the system and hears no customer.
ROLES = {
    "agent": {"take_contacts", "view_board", "own_cases", "read_manual"},
    "leader": {"take_contacts", "view_board", "view_contacts", "view_personal_data", "listen_recordings", "own_cases", "manage_cases",
               "manage_customers", "read_manual"},
    "manager": {"view_board", "view_contacts", "view_personal_data", "listen_recordings", "own_cases", "manage_cases", "manage_people",
                "manage_customers", "read_manual", "manage_manual"},
    "administrator": {"view_board", "view_contacts", "manage_people", "read_manual", "manage_manual", "administer"},
    "display": {"view_board"},
}
TOPICS = {"board.live": "view_board", "board.all": "view_board", "desk.me": "take_contacts", "phone.me": "take_contacts"}


def asked(base, method, path, token=None, body=None, **headers):
    """One request as its status and its body, whatever comes."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=60)
    sent = {"X-Markaz": "1"} | ({"Cookie": f"markaz={token}"} if token else {}) | headers
    connection.request(method, path, body, {name: value for name, value in sent.items() if value is not None})
    response = connection.getresponse()
    text = response.read()
    connection.close()
    return response.status, text


def shaken_hands(base, topics, token=None, origin=None):
    """The status with which a WebSocket for `topics` is answered."""
    place = urllib.parse.urlsplit(base).netloc
    lines = [f"GET /api/v1/live?topics={topics} HTTP/1.1", f"Host: {place}", "Connection: Upgrade", "Upgrade: websocket",
             "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
             *([f"Cookie: markaz={token}"] if token else []), *([f"Origin: {origin}"] if origin else []), "", ""]
    host, port = place.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return int(connection.makefile("rb").readline().split(b" ")[1])


class TheDoor(CentreTest):
    """A real centre in which there is one person of each role."""

    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="markaz-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        cls.centre = Server(cls.place / "data").start()
        cls.addClassCleanup(cls.centre.stop)
        cls.base = cls.centre.ready["http"]
        cls.admin = cls.centre.client("admin")
        for role in ROLES:
            cls.admin.post("/api/v1/people", {"login": role, "name": role.title(), "language": "en", "roles": [role]})
        cls.document = json.loads(asked(cls.base, "GET", "/api/v1/openapi.json")[1])
        cls.operations = [(method.upper(), path, operation) for path, methods in cls.document["paths"].items()
                          for method, operation in methods.items()]

    def fresh(self, login):
        return self.centre.client(login).token

    def ask(self, method, path, operation, token, **headers):
        """Asks with nothing in it: whoever may is told that something is missing, and nothing is done."""
        body = "{}" if "requestBody" in operation else None
        if body:
            headers.setdefault("Content_Type", "application/json")
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        status, text = asked(self.base, method, re.sub(r"\{\w+\}", "0", path), token, body, **headers)
        if status >= 400:
            self.assertEqual(set(json.loads(text)), {"error", "where", "what", "right"}, "a refusal has one shape")
        return status, text

    def expected(self, permission, may, signed_in):
        if permission == "public" or signed_in and (permission == "sign_in" or permission in may):
            return "allowed"
        return "refused" if signed_in else "nobody is signed in"

    @staticmethod
    def seen(status):
        return {401: "nobody is signed in", 403: "refused"}.get(status, "allowed")

    def check_every_route(self, token, may, signed_in):
        # Signing out ends the session with which all others are asked.
        for method, path, operation in sorted(self.operations, key=lambda each: each[2]["operationId"] == "sign_out"):
            with self.subTest(route=f"{method} {path}", permission=operation["x-permission"]):
                status, text = self.ask(method, path, operation, token)
                self.assertEqual(self.seen(status), self.expected(operation["x-permission"], may, signed_in), text)
                self.assertLess(status, 500, text)

    def test_every_route_says_its_permission_and_all_permissions_are_known(self):
        known = set.union(*ROLES.values()) | {"public", "sign_in"}
        self.assertGreater(len(self.operations), 30)
        self.assertLessEqual({operation["x-permission"] for _, _, operation in self.operations}, known)

    def test_each_role_may_do_what_it_is_for_and_nothing_else(self):
        for role, may in ROLES.items():
            with self.subTest(role=role):
                client = self.centre.client(role)
                self.assertEqual(set(client.me["permissions"]) - {"sign_in"}, may)
                self.check_every_route(client.token, may, True)

    def test_nobody_may_do_only_what_is_public(self):
        for token in (None, "A" * 43):
            with self.subTest(token=token):
                self.check_every_route(token, set(), False)

    def test_a_change_without_the_header_of_our_own_page_is_refused(self):
        for method, path, operation in self.operations:
            if method == "GET":
                continue
            for header in (None, "0", ""):
                with self.subTest(route=f"{method} {path}", header=header):
                    status, text = self.ask(method, path, operation, self.admin.token, X_Markaz=header)
                    self.assertEqual((status, json.loads(text)["where"]), (403, "X-Markaz"))

    def test_live_data_are_for_those_who_may_see_them(self):
        for role, may in ROLES.items():
            token = self.fresh(role)
            for topic, permission in TOPICS.items():
                with self.subTest(role=role, topic=topic):
                    self.assertEqual(shaken_hands(self.base, topic, token), 101 if permission in may else 403)
        agent = self.fresh("agent")
        self.assertEqual(shaken_hands(self.base, "board.live,desk.me", agent), 101)
        self.assertEqual(shaken_hands(self.base, "board.live,desk.me", self.fresh("display")), 403)
        self.assertEqual(shaken_hands(self.base, "board.live"), 401)
        self.assertEqual(shaken_hands(self.base, "desk%2F1", agent), 404, "another person's desk has no name")
        self.assertEqual(shaken_hands(self.base, "board.live", agent, "http://elsewhere.example"), 403)
        self.assertEqual(shaken_hands(self.base, "board.live", agent, self.base), 101)

    def test_a_link_works_once(self):
        people = {each["person"]["login"]: each["id"] for each in self.admin.get("/api/v1/people")}
        made = self.admin.post(f"/api/v1/people/{people['agent']}/link")["link"]
        printed = markaz("link", "agent", "--data", self.centre.directory).stdout.split("token=")[1].strip()
        for token in (made, printed):
            Client(self.base).post("/api/v1/session", {"token": token})
            for again in (token, token[:-1], token + "A", ""):
                with self.subTest(token=again), self.assertRaises(Refused) as refused:
                    Client(self.base).post("/api/v1/session", {"token": again})
                self.assertEqual(refused.exception.status, 401)

    def test_whoever_signs_out_or_is_disabled_is_out_at_once(self):
        made = self.admin.post("/api/v1/people", {"login": "guest", "name": "Guest", "language": "en", "roles": ["agent"]})
        first, second = self.fresh("guest"), self.fresh("guest")
        self.assertEqual(asked(self.base, "DELETE", "/api/v1/session", first)[0], 204)
        self.assertEqual(asked(self.base, "GET", "/api/v1/me", first)[0], 401)
        self.assertEqual(asked(self.base, "GET", "/api/v1/me", second)[0], 200)
        self.admin.put(f"/api/v1/people/{made['id']}",
                       {"login": "guest", "name": "Guest", "language": "en", "roles": ["agent"], "disabled": True})
        self.assertEqual(asked(self.base, "GET", "/api/v1/me", second)[0], 401)
        self.assertEqual(markaz("link", "guest", "--data", self.centre.directory).returncode, 1)

    def test_a_manager_makes_no_administrator(self):
        manager = self.centre.client("manager")
        wanted = {"login": "climber", "name": "Climber", "language": "en", "roles": ["administrator"]}
        people = {each["person"]["login"]: each["id"] for each in self.admin.get("/api/v1/people")}
        for refused in (lambda: manager.post("/api/v1/people", wanted),
                        lambda: manager.put(f"/api/v1/people/{people['manager']}", wanted | {"login": "manager"}),
                        lambda: manager.post(f"/api/v1/people/{people['admin']}/link")):
            with self.assertRaises(Refused) as raised:
                refused()
            self.assertEqual(raised.exception.status, 403)
        self.assertNotIn("climber", [each["person"]["login"] for each in self.admin.get("/api/v1/people")])


class Secrets(CentreTest):
    def test_none_is_in_the_log_or_in_clear_on_the_disk(self):
        centre = self.server()
        admin = centre.client("admin")
        token = admin.post("/api/v1/people", {"login": "sara", "name": "Sara Idris", "language": "ms", "roles": ["agent"]})["link"]
        unused = admin.post(f"/api/v1/people/{admin.me['person']['id']}/link")["link"]
        sara = Client(centre.ready["http"])
        sara.post("/api/v1/session", {"token": token})
        password = "a long walk in Isfahan"
        sara.put("/api/v1/me/password", {"password": password})
        again = Client(centre.ready["http"])
        again.post("/api/v1/session/password", {"login": "sara", "password": password})
        wrong = "a short walk in Bandung"
        with self.assertRaises(Refused):
            Client(centre.ready["http"]).post("/api/v1/session/password", {"login": "sara", "password": wrong})
        telephone = admin.put("/api/v1/telephones/devices/sara", {})["password"]
        with self.assertRaises(Refused):
            admin.ask("GET", f"/api/v1/me/{token}")
        printed = [each.split("token=")[1] for each in centre.links.values()]
        secrets = [token, unused, password, wrong, telephone, admin.token, sara.token, again.token, *printed]
        self.assertTrue(all(len(each) > 15 for each in secrets), "secrets cannot be guessed, nor be found by chance")
        self.search(centre, secrets)
        with self.assertRaises(AssertionError, msg="what is in clear is found"):
            self.search(centre, ["Sara Idris"])
        self.assertEqual(centre.stop(), 0)
        self.search(centre, secrets)
        for secret in secrets:
            self.assertNotIn(secret, centre.said)

    def search(self, centre, secrets):
        for file in pathlib.Path(centre.directory).rglob("*"):
            held = file.read_bytes() if file.is_file() else b""
            for secret in secrets:
                self.assertNotIn(secret.encode(), held, f"{file.name} holds a secret in clear")

    def test_the_directory_is_its_owners_alone(self):
        centre = self.server()
        self.assertEqual(pathlib.Path(centre.directory).stat().st_mode & 0o777, 0o700)
        for name in ("journal.db", "records.db"):
            self.assertEqual((pathlib.Path(centre.directory) / name).stat().st_mode & 0o077, 0, name)


class OneProcess(CentreTest):
    SERVE = ("--http", "127.0.0.1:0", "--https", "", "--sip", "")

    def assert_refused(self, done, *words):
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertRegex(done.stderr, r"\Amarkaz: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_holds_a_directory_and_a_second_is_told_which(self):
        centre = self.server()
        self.assert_refused(markaz("serve", "--data", centre.directory, *self.SERVE),
                            f"process {centre.process.pid} at {centre.ready['http']}", centre.directory)
        self.assertEqual(centre.client("admin").get("/healthz"), {"alive": True}, "the first goes on")
        centre.kill()
        second = self.server(directory=centre.directory)
        self.assertEqual(second.client("admin").get("/healthz"), {"alive": True}, "whoever was killed holds nothing")

    def test_S2_25_a_screen_of_the_demo_stays_on_when_the_demo_begins_again(self):
        centre = self.server("--demo")
        self.assertIn("board", centre.ready["links"])
        screen = Client(centre.ready["http"])
        screen.post("/api/v1/session", {"token": centre.ready["links"]["board"].split("token=")[1]})
        centre.stop()
        again = self.server("--demo", directory=centre.directory)
        screen.base = again.ready["http"]
        self.assertIn("queues", screen.get("/api/v1/board"))
        self.assertNotIn("board", again.ready["links"], "a new link would end what came in by the old one")

    def test_makes_no_demo_of_a_real_centre(self):
        centre = self.server()
        people = centre.client("admin").get("/api/v1/people")
        centre.stop()
        self.assert_refused(markaz("serve", "--demo", "--data", centre.directory, *self.SERVE), "real centre", centre.directory)
        again = self.server(directory=centre.directory)
        admin = again.client("admin")
        self.assertEqual(admin.get("/api/v1/people"), people)
        self.assertFalse(admin.me["centre"]["demo"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
