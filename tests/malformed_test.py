#!/usr/bin/python3
"""Whatever cannot be understood gets one clear line, the right status, and leaves everything as it was."""
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import tempfile
import unittest
import urllib.parse

from harness import ROOT, CentreTest, Server, markaz

REFUSED, USAGE = 1, 2
QUIETLY = ("--http", "127.0.0.1:0", "--https", "", "--sip", "")
DAY = ("--from", "2026-01-01T00:00:00Z", "--to", "2026-01-02T00:00:00Z")


def standing(directory):
    """Every file below a directory with the hash of what is in it. The lock holds the number of the last process that was here."""
    return {str(file.relative_to(directory)): hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "directory"
            for file in sorted(pathlib.Path(directory).rglob("*")) if file.name != "lock"}


class Commands(CentreTest):
    """Each is run in a place of its own, beside the directory of a real centre that has ended."""

    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="markaz-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        cls.data = cls.place / "centre"
        assert Server(cls.data).start().stop() == 0
        # A reader of the databases makes their shared memory anew; it says nothing of the centre.
        for made in cls.data.glob("*.db-*"):
            made.unlink()

    def setUp(self):
        super().setUp()
        self.manual = self.home / "manual"
        shutil.copytree(ROOT / "manual", self.manual)

    def assert_line(self, done, status, *words):
        self.assertEqual(done.stdout, "")
        self.assertIn(done.returncode, status if isinstance(status, tuple) else (status,), done.stderr)
        self.assertRegex(done.stderr, r"\Amarkaz: [^\n]+\n\Z", "one line")
        for word in words:
            self.assertIn(str(word), done.stderr)

    def refuse(self, command, status, *words, name=None):
        """Runs the command and demands that it says those words and does nothing."""
        with self.subTest(name or " ".join(map(str, command))):
            before, here = standing(self.data), standing(self.home)
            self.assert_line(markaz(*command, cwd=self.home), status, *words)
            after = {file: found for file, found in standing(self.data).items() if not file.endswith(("-wal", "-shm"))}
            self.assertEqual(after, before, "the centre's directory is as it was")
            self.assertEqual(standing(self.home), here, "nothing was made")

    def test_command_lines_that_name_nothing(self):
        self.refuse((), USAGE, "markaz --help")
        self.refuse(("conquer",), USAGE, "conquer")
        self.refuse(("import", "recipes"), USAGE, "recipes")
        self.refuse(("serve", "--data", "new", "--speed", "9"), USAGE, "--speed")
        for command in (("serve",), ("replay",), ("verify",), ("link", "admin"), ("backup", "copy"), ("restore", "copy"),
                        ("report", *DAY), ("import", "manual", "manual")):
            self.refuse(command, USAGE, "--data")
        for command, missing in ((("link", "--data", self.data), "user"), (("check",), "manual"), (("simulate",), "scenario"),
                                 (("backup", "--data", self.data), "target"), (("restore", "--data", "new"), "backup")):
            self.refuse(command, USAGE, missing)

    def test_addresses_ports_and_files_of_serve(self):
        for flags, words in ((("--http", "nowhere"), ("--http", "nowhere")), (("--http", "127.0.0.1:99999"), ("--http", "99999")),
                             (("--https", ":443"), ("--https",)), (("--sip", "127.0.0.1"), ("--sip", "127.0.0.1")),
                             (("--sip", "0.0.0.0:5060"), ("--sip 0.0.0.0:5060", "every address", ":5060")),
                             (("--sip", "127.0.0.1:0", "--rtp", "9-8"), ("--rtp", "9-8")), (("--cert", "a.pem"), ("--cert", "--key")),
                             (("--database", "postgres://house/records"), ("--database", "postgres://house/records")),
                             (("--database", "oracle"), ("--database", "oracle")), (("--manual", "nowhere"), ("--manual", "nowhere"))):
            self.refuse(("serve", "--data", "new", *flags), USAGE, *words)

    def test_what_serve_finds_wrong_before_it_begins_leaves_no_directory(self):
        self.refuse(("serve", "--data", "new", "--http", "8.8.8.8:80", "--https", "", "--sip", ""), (REFUSED, USAGE), "--http")
        self.refuse(("serve", "--data", "new", "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--sip", "", "--cert", "a.pem", "--key",
                     "b.pem"), (REFUSED, USAGE), "a.pem")
        (self.manual / "broken.md").write_text("no front matter\n")
        self.refuse(("serve", "--data", "new", "--manual", "manual", *QUIETLY), REFUSED, "broken.md:1:1")

    def test_a_port_that_is_taken_is_named_with_whoever_has_it(self):
        ways = {("--http", socket.SOCK_STREAM): ("--https", "", "--sip", ""),
                ("--https", socket.SOCK_STREAM): ("--http", "127.0.0.1:0", "--sip", ""),
                ("--sip", socket.SOCK_DGRAM): ("--http", "127.0.0.1:0", "--https", "")}
        for (flag, kind), rest in ways.items():
            with socket.socket(socket.AF_INET, kind) as taken:
                taken.bind(("127.0.0.1", 0))
                if kind == socket.SOCK_STREAM:
                    taken.listen()
                address = "127.0.0.1:{}".format(taken.getsockname()[1])
                self.refuse(("serve", "--data", "new", "--demo", flag, address, *rest), REFUSED, flag, address, f"process {os.getpid()} (",
                            f"choose another port: {flag} 127.0.0.1:", name=f"{flag} taken")
        self.refuse(("serve", "--data", "new", "--http", "127.0.0.1:0", "--https", "192.0.2.1:8443"), REFUSED, "--https 192.0.2.1:8443",
                    "no such address")

    def test_a_centre_that_runs_already_says_where(self):
        centre = self.server()
        address = centre.ready["http"]
        self.assert_line(markaz("serve", "--data", centre.directory, *QUIETLY), REFUSED, centre.directory, "already running",
                                f"process {centre.process.pid} at {address};")
        printed = markaz("link", "admin", "--data", centre.directory).stdout
        self.assertTrue(printed.startswith(f"{address}/signin#token="), "the whole address, to be opened as it is")

    def test_directories_that_are_not_there(self):
        for command in (("replay", "--data", "new"), ("verify", "--data", "new"), ("link", "admin", "--data", "new"),
                        ("backup", "copy", "--data", "new"), ("restore", "new", "--data", "other"), ("report", "--data", "new", *DAY)):
            self.refuse(command, REFUSED, "new")
        self.refuse(("import", "manual", "manual", "--data", "new"), REFUSED, "new")

    def test_people_who_are_none(self):
        self.refuse(("link", "nobody", "--data", self.data), REFUSED, "nobody")

    def test_words_of_a_report(self):
        begin, end = DAY[1], DAY[3]
        for flags, words in ((("--from", "yesterday", "--to", end), ("--from", "yesterday")),
                             (("--from", begin, "--to", "2026-02-31T00:00:00Z"), ("--to", "2026-02-31")),
                             (("--from", end, "--to", begin), ("--to",)), (("--from", begin, "--to", begin), ("--to",)),
                             ((*DAY, "--by", "moon"), ("--by", "moon", "queue")), ((*DAY, "--interval", "3h"), ("--interval", "3h", "15m")),
                             ((*DAY, "--format", "pdf"), ("--format", "pdf", "csv")),
                             ((*DAY, "--origins", "mars"), ("--origins", "mars", "live")),
                             ((*DAY, "--answer-within", "soon"), ("--answer-within", "soon")),
                             ((*DAY, "--short", "-1s"), ("--short", "-1s"))):
            self.refuse(("report", "--data", self.data, *flags), USAGE, *words)

    def scenario(self, change=None):
        """A scenario that is right, with one change, as a file."""
        file = self.home / "scenario.yaml"
        text = (ROOT / "sim" / "scenarios" / "two-skills.yaml").read_text()
        shutil.copy(ROOT / "sim" / "scenarios" / "two-skills.routing.yaml", self.home)
        changed = change(text) if change else text
        assert changed != text or not change, "the change changes something"
        file.write_text(changed)
        return file

    def test_scenarios(self):
        self.assertEqual(markaz("simulate", self.scenario()).returncode, 0, "it is right before it is changed")
        here = "scenario.yaml"
        for change, words in ((lambda text: text.replace("duration: 10h", "duration: long"), (here, "long")),
                              (lambda text: text.replace("duration: 10h\n", ""), (here, "duration")),
                              (lambda text: text.replace("per_hour: 110", "per_hour: -1"), (here, "per_hour")),
                              (lambda text: text.replace("agents: 6", "agents: many"), (here, "many")),
                              (lambda text: text.replace("{queue: cards", "{queue: carts"), (here, "carts")),
                              (lambda text: text + "colour: blue\n", (here, "colour")),
                              (lambda text: text.replace("exponential: 180s}", "triangular: 180s}", 1), (here, "triangular")),
                              (lambda text: text.replace("queues: [", "queues: [["), (here,)),
                              (lambda text: text.replace("start: 2026-11", "start: 2026-13"), (here, "2026-13-22")),
                              (lambda text: text.replace("two-skills.routing.yaml", "nowhere.yaml"), ("nowhere.yaml",)),
                              (lambda text: "a: &a [*a]\n" + text, (here,)), (lambda text: "", (here,)),
                              (lambda text: "[" * 100_000, (here,)), (lambda text: text + "\x00", (here,))):
            file = self.scenario(change)
            self.refuse(("simulate", file), REFUSED, *words, name=str(words))
        file = self.scenario()
        file.write_bytes(file.read_bytes().replace(b"2026-11-22T08", b"\xff\xfe"))
        self.refuse(("simulate", file), REFUSED, here, name="no UTF-8")
        self.refuse(("simulate", "nowhere.yaml"), REFUSED, "nowhere.yaml")
        self.refuse(("simulate", self.home), REFUSED, self.home)
        self.refuse(("simulate", self.scenario(), "--seed", "luck"), USAGE, "--seed", "luck")
        self.refuse(("simulate", self.scenario(), "--replications", "0"), USAGE, "--replications", "0")

    def changed_manual(self, change):
        """The sample manual with one change to the flow that answers calls."""
        file = next(self.manual.glob("main-line/**/*.md"))
        text = file.read_text()
        changed = change(text)
        self.assertNotEqual(changed, text, "the change changes something")
        file.write_text(changed)
        return file

    def test_manuals(self):
        for name, change in (("without front matter", lambda text: text.replace("---\n", "", 1)),
                             ("with an unknown field", lambda text: text.replace("---\n", "---\ncolour: blue\n", 1)),
                             ("without an id", lambda text: re.sub(r"^id: .*\n", "", text, flags=re.MULTILINE)),
                             ("that ends in the front matter", lambda text: "---\nid: main-line\n"),
                             ("that is empty", lambda text: "")):
            with self.subTest(name):
                shutil.rmtree(self.manual)
                shutil.copytree(ROOT / "manual", self.manual)
                file = self.changed_manual(change).name
                checked = markaz("check", self.manual)
                self.assertEqual(checked.returncode, REFUSED, checked.stdout)
                self.assertRegex(checked.stdout, rf"{re.escape(file)}:\d+:\d+: [^\n]+\[[a-z-]+\]\n")
                self.assertRegex(checked.stderr, r"\A\d+ findings\n\Z")
                found = json.loads(markaz("check", self.manual, "--json").stdout)
                self.assertEqual(len(found), len(checked.stdout.splitlines()))
                self.assertTrue(all(each["what"] and each["where"] and each["right"] for each in found), found)
                self.refuse(("import", "manual", "manual", "--data", self.data), REFUSED, file)
        self.refuse(("check", "nowhere"), REFUSED, "nowhere")
        self.refuse(("import", "manual", "nowhere", "--data", self.data), REFUSED, "nowhere")


class Requests(CentreTest):
    """Each body that the program's own description forbids is refused, and changes nothing."""

    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="markaz-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        cls.centre = Server(cls.place / "data").start()
        cls.addClassCleanup(cls.centre.stop)
        admin = cls.centre.client("admin")
        admin.post("/api/v1/people", {"login": "everything", "name": "Everything", "language": "en",
                                      "roles": ["leader", "manager", "administrator"]})
        cls.client = cls.centre.client("everything")
        cls.document = cls.client.get("/api/v1/openapi.json")
        cls.bodies = [(method.upper(), path, operation["requestBody"]["content"]["application/json"]["schema"])
                      for path, methods in cls.document["paths"].items() for method, operation in methods.items()
                      if "requestBody" in operation]

    def ask(self, method, path, body, kind="application/json"):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.centre.ready["http"]).netloc, timeout=60)
        headers = {"X-Markaz": "1", "Cookie": f"markaz={self.client.token}"} | ({"Content-Type": kind} if kind else {})
        connection.request(method, re.sub(r"\{\w+\}", "1", path), body, headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, text

    def everything(self):
        """All that a request could have changed."""
        held = []
        for name, tables in (("journal.db", ("entry",)), ("records.db", ("person", "site", "trunk", "device", "dialled_number", "vault",
                                                                        "sign_in_link", "audit"))):
            with sqlite3.connect(f"file:{self.centre.directory}/{name}?mode=ro", uri=True) as database:
                held += [database.execute(f"select * from {table} order by 1").fetchall() for table in tables]
            database.close()
        # A tick of the machine is nobody's doing.
        held[0] = [row for row in held[0] if row[3] != "tick"]
        return held

    def assert_refused(self, answer, *statuses):
        status, text = answer
        self.assertIn(status, statuses, text)
        told = json.loads(text)
        self.assertEqual(set(told), {"error", "where", "what", "right"})
        self.assertTrue(told["error"] and told["what"], told)
        return told

    def resolved(self, schema):
        return self.document["components"]["schemas"][schema["$ref"].split("/")[-1]] if "$ref" in schema else schema

    def right(self, schema):
        """A value that the schema allows."""
        schema = self.resolved(schema)
        if "enum" in schema:
            return schema["enum"][0]
        if schema["type"] == "object":
            return {name: self.right(member) for name, member in schema["properties"].items()}
        return {"string": "a", "integer": 1, "number": 1, "boolean": False, "array": []}[schema["type"]]

    def wrong(self, schema):
        """Values that the schema forbids."""
        schema = self.resolved(schema)
        values = {"object": [[], "a", 1], "string": [1, [], {}, True], "integer": ["1", 1.5, -1, 1e300, [], True],
                  "boolean": ["yes", 1, 0], "array": ["a", {}, 1, [{"never": 1}], [None]]}[schema["type"]]
        if "enum" in schema:
            values = [*values, schema["enum"][0].upper(), ""]
        if "pattern" in schema:
            values = [*values, "Not a key", "x" * 100]
        return [value for value in values if not (schema["type"] == "integer" and value == -1 and "minimum" not in schema)]

    def test_bodies_of_another_shape_than_described_are_refused_with_their_place(self):
        before, tried = self.everything(), 0
        for method, path, schema in self.bodies:
            described = self.resolved(schema)
            good = self.right(schema)
            cases = [(good | {"colour": "blue"}, "/colour")]
            cases += [({key: value for key, value in good.items() if key != name}, f"/{name}") for name in described.get("required", [])]
            cases += [(good | {name: None}, f"/{name}") for name in described.get("required", [])]
            cases += [(good | {name: value}, f"/{name}") for name, member in described["properties"].items()
                      for value in self.wrong(member)]
            for body, where in cases:
                tried += 1
                with self.subTest(route=f"{method} {path}", body=body):
                    told = self.assert_refused(self.ask(method, path, json.dumps(body)), 422)
                    self.assertTrue(told["where"].startswith(where), told)
        self.assertGreater(tried, 150)
        self.assertEqual(self.everything(), before)

    def test_bodies_that_are_no_json_are_refused(self):
        before = self.everything()
        for method, path, schema in self.bodies:
            good = json.dumps(self.right(schema))
            for name, body in (("nothing", ""), ("half", good[:-1]), ("two", good + good), ("a comment", good + "//"),
                               ("no UTF-8", b'{"\xff":1}'),
                               ("a lone surrogate", '{"a":"\\ud800"}'), ("depth", "[" * 10_000),
                               ("no number", '{"a":01}'), ("a control character", '{"a":"\n"}')):
                with self.subTest(route=f"{method} {path}", body=name):
                    self.assert_refused(self.ask(method, path, body), 400)
            with self.subTest(route=f"{method} {path}", body="a name twice"):
                for name, value in self.right(schema).items():
                    twice = json.dumps(self.right(schema))[:-1] + f", {json.dumps(name)}: {json.dumps(value)}}}"
                    self.assert_refused(self.ask(method, path, twice), 400, 422)
            with self.subTest(route=f"{method} {path}", body="another type"):
                for kind in ("text/plain", "application/x-www-form-urlencoded", None):
                    self.assert_refused(self.ask(method, path, good, kind), 415)
        self.assertEqual(self.everything(), before)

    def test_a_body_beyond_the_limit_is_refused(self):
        before = self.everything()
        status, text = self.ask("PUT", "/api/v1/me/language", '{"language":"' + "e" * (2 << 20) + '"}')
        self.assert_refused((status, text), 413)
        self.assertEqual(self.everything(), before)

    def test_queries_and_paths_that_say_nothing_are_refused(self):
        for query in ("contacts?origins=mars", "contacts?from=yesterday", "contacts?limit=-1", "contacts?limit=many",
                      "contacts?colour=blue",
                      "contacts?queue=Not%20a%20key", "contacts?end=never", "contacts?state=asleep", "contacts?page_after=somewhere",
                      "contacts?within=perhaps", "contacts?origins=live&origins=all", "board?origins=live&origins=all"):
            with self.subTest(query=query):
                told = self.assert_refused(self.ask("GET", f"/api/v1/{query}", None, None), 422)
                self.assertEqual(told["where"], "?" + query.split("?")[1].split("=")[0])
        for path in ("contacts?queue=%ff", "contacts?queue=%zz", "%zz", "%ff"):
            with self.subTest(path=path):
                self.assert_refused(self.ask("GET", f"/api/v1/{path}", None, None), 400, 404, 422)
        for path in ("contacts/nobody", "contacts/999999999", "contacts/-1", "contacts/18446744073709551616", "contacts/%2e%2e%2f",
                     "recordings/1/audio", "recordings/..%2f..%2fjournal.db/audio", "nothing"):
            with self.subTest(path=path):
                self.assert_refused(self.ask("GET", f"/api/v1/{path}", None, None), 404)
        self.assert_refused(self.ask("DELETE", "/api/v1/contacts", None, None), 405)


if __name__ == "__main__":
    unittest.main(verbosity=2)
