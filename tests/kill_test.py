#!/usr/bin/python3
"""Kills: the server is killed at any instant while people work. Whatever it had acknowledged stands afterwards, once.

The judge is the clients' own ledger: for each request who asked for what, and which response came, if any; for each call whether it
was answered. It is held against the journal, read with another program than ours (sqlite3 of Python), and against what the API shows
after the next start.
A kill ends the process and leaves the operating system; that a disk keeps its promise is not seen here.
"""
import collections
import dataclasses
import json
import os
import random
import re
import socket
import sqlite3
import threading
import time
import unittest
import urllib.error

from harness import CentreTest, Refused, markaz

PEOPLE = ("amal", "budi", "leader")
CLIENTS_EACH = 2
PRESENCES = ("ready", "away", "break", "training", "coaching", "meeting", "recovery", "offline")
LONG = "MARKAZ_LONG" in os.environ
ROUNDS = 30 if LONG else 10
LOAD_SECONDS = 0.8   # a kill comes at a random instant of so long a load
START_SECONDS = 0.4  # and, every other round, at one of so long a start as well


@dataclasses.dataclass
class Asked:
    """One line of the ledger. `entry`: acknowledged with this number; `refused`: answered without one; neither: no response came."""
    person: int
    presence: str
    entry: int | None = None
    refused: bool = False


class Worker(threading.Thread):
    """A client that declares one presence after another until its server is gone."""

    def __init__(self, client, seed):
        super().__init__()
        self.client, self.chance, self.ledger, self.wrong = client, random.Random(seed), [], None

    def run(self):
        try:
            while self.declare():
                pass
        except Exception as wrong:  # Told by the test's own thread, or nobody would see it.
            self.wrong = wrong

    def declare(self):
        asked = Asked(self.client.me["person"]["id"], self.chance.choice(PRESENCES))
        self.ledger.append(asked)
        try:
            asked.entry = self.client.put("/api/v1/agents/me/presence", {"presence": asked.presence})["entry"]
        except Refused as refused:
            if refused.status != 409:  # "this is so already"
                raise
            asked.refused = True
        except (OSError, urllib.error.URLError, ValueError):  # No whole response: the server is gone.
            return False
        return True


class Caller(threading.Thread):
    """A telephone that calls again and again until its server is gone. An answered call has been acknowledged."""

    SOUND = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"
    CALLS_AT_ONCE = 3

    def __init__(self, port):
        super().__init__()
        self.port, self.dialled, self.answered, self.wrong = port, 0, 0, None
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))  # A server that is gone is then told by the kernel.
        self.socket.settimeout(0.2)  # RFC 3261 17.1.1.2: what is not answered is sent again

    def run(self):
        open_calls = []
        with self.socket:
            try:
                while True:
                    open_calls.append(self.call(f"1{self.socket.getsockname()[1]}{self.dialled}"))
                    if len(open_calls) > self.CALLS_AT_ONCE:
                        self.send("BYE", 2, *open_calls.pop(0))
            except OSError:
                pass
            except Exception as wrong:  # Told by the test's own thread, or nobody would see it.
                self.wrong = wrong

    def call(self, number):
        self.dialled += 1
        self.send("INVITE", 1, number, "<sip:100@127.0.0.1>", self.SOUND)
        response = ""
        while not self.is_answer_to(number, response):
            try:
                response = self.socket.recv(65536).decode()
            except TimeoutError:
                self.send("INVITE", 1, number, "<sip:100@127.0.0.1>", self.SOUND)
        self.answered += 1
        callee = re.search(r"^To: (.*)\r$", response, re.MULTILINE)[1]
        self.send("ACK", 1, number, callee)
        return number, callee

    @staticmethod
    def is_answer_to(number, message):
        if f"Call-ID: {number}\r\n" not in message or "CSeq: 1 INVITE\r\n" not in message:
            return False
        status = int(message.split(" ")[1])
        assert status < 300, message
        return status >= 200

    def send(self, method, count, number, callee, body=""):
        lines = [f"{method} sip:100@127.0.0.1:{self.port} SIP/2.0",
                 f"Via: SIP/2.0/UDP 127.0.0.1:{self.socket.getsockname()[1]};branch=z9hG4bK{number}{method}", "Max-Forwards: 70",
                 f"From: <sip:{number}@127.0.0.1>;tag={number}", f"To: {callee}", f"Call-ID: {number}",
                 f"CSeq: {count} {'INVITE' if method == 'ACK' else method}",
                 f"Contact: <sip:{number}@127.0.0.1:{self.socket.getsockname()[1]}>",
                 *(["Content-Type: application/sdp"] if body else []), f"Content-Length: {len(body)}", "", body]
        self.socket.send("\r\n".join(lines).encode())


def read_arrivals(path):
    """The callers of live contacts, as the journal names them."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as journal:
        bodies = journal.execute("select body from entry where type = 'contact_arrived' and origin = 'live'").fetchall()
    journal.close()
    return [json.loads(body)["party"] for body, in bodies]


def judge_calls(dialled, answered, arrivals):
    """Says whether calls are lost, doubled or made up."""
    if len(set(arrivals)) != len(arrivals):
        return ["a call stands twice"]
    if not answered <= len(arrivals) <= dialled:
        return [f"{dialled} calls, of which {answered} were answered, are {len(arrivals)} contacts"]
    return []


def read_journal(path):
    """All entries as (number, person, presence); the last two only where somebody chose a presence."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as journal:
        rows = journal.execute("select number, type, origin, body from entry order by number").fetchall()
    journal.close()
    return [declared(*row) for row in rows]


def declared(number, kind, origin, text):
    if kind != "presence_declared" or origin != "live":
        return number, None, None
    body = json.loads(text)
    return (number, body["person"], body["presence"]) if body["reason"] == "chosen" else (number, None, None)


def judge(ledger, entries, people):
    """Says all that is lost, doubled or made up; nothing where the journal is as the ledger says."""
    faults = []
    numbers = [number for number, _, _ in entries]
    if numbers != list(range(1, len(numbers) + 1)):
        faults.append("the numbers of the entries are not 1, 2, 3 and so on")
    chosen = {number: (person, presence) for number, person, presence in entries if person in people}
    acknowledged = {}
    for asked in (each for each in ledger if each.entry):
        if asked.entry in acknowledged:
            faults.append(f"entry {asked.entry} was told to two")
        acknowledged[asked.entry] = (asked.person, asked.presence)
    for number, wanted in acknowledged.items():
        if chosen.get(number) != wanted:
            faults.append(f"entry {number} was acknowledged as {wanted}, and is {chosen.get(number)}")
    # What nobody was told may stand or not, but never more often than it was asked for.
    unanswered = collections.Counter((each.person, each.presence) for each in ledger if not each.entry and not each.refused)
    unexpected = collections.Counter(chosen[number] for number in chosen.keys() - acknowledged.keys()) - unanswered
    faults += [f"{what} stands {times} times more than it was asked for" for what, times in unexpected.items()]
    return faults


class Kills(CentreTest):
    def setUp(self):
        super().setUp()
        self.seed = int(os.environ.get("MARKAZ_SEED", random.SystemRandom().getrandbits(32)))
        print(f"MARKAZ_SEED={self.seed} kills at the same instants again")
        self.chance = random.Random(self.seed)
        self.centre = self.server("--demo")
        self.people = [self.centre.client(login) for login in PEOPLE]
        self.ids = {client.me["person"]["id"] for client in self.people}
        self.ledger, self.starts = [], []
        self.dialled = self.answered = 0

    def load_and_kill(self):
        """Everybody works; then the server is gone."""
        workers = [Worker(client, self.chance.random()) for client in self.people for _ in range(CLIENTS_EACH)]
        caller = Caller(self.centre.sip_port)
        for thread in (*workers, caller):
            thread.start()
        time.sleep(self.chance.uniform(0, LOAD_SECONDS))
        self.centre.kill()
        for thread in (*workers, caller):
            thread.join()
        for thread in (*workers, caller):
            if thread.wrong:
                raise thread.wrong
        for worker in workers:
            self.ledger += worker.ledger
        self.dialled += caller.dialled
        self.answered += caller.answered

    def kill_a_start(self):
        self.centre.launch()
        time.sleep(self.chance.uniform(0, START_SECONDS))
        self.centre.kill()

    def start(self):
        began = time.monotonic()
        self.centre.start()
        self.starts.append(time.monotonic() - began)
        for client in self.people:
            client.base = self.centre.ready["http"]  # The port is a new one. The sessions have outlived the kill.

    def check(self):
        entries = read_journal(f"{self.centre.directory}/journal.db")
        self.assertEqual(judge(self.ledger, entries, self.ids), [])
        self.assertEqual(judge_calls(self.dialled, self.answered, read_arrivals(f"{self.centre.directory}/journal.db")), [])
        last = {person: presence for _, person, presence in entries if person in self.ids}
        shown = {each["id"]: each["presence"] for each in self.people[PEOPLE.index("leader")].get("/api/v1/agents")}
        self.assertEqual({person: shown[person] for person in last}, last, "the API shows what was declared last")
        for client in self.people:
            mine = client.get("/api/v1/desk")["agent"]["presence"]
            self.assertEqual(mine, last.get(client.me["person"]["id"], "offline"))
        replayed = markaz("replay", "--data", self.centre.directory)
        self.assertEqual((replayed.returncode, replayed.stderr), (0, ""))
        self.assertIn("every digest comes out", replayed.stdout)

    def test_nothing_that_was_acknowledged_is_lost_or_doubled_whenever_the_server_is_killed(self):
        for each in range(ROUNDS):
            self.load_and_kill()
            if each % 2:
                self.kill_a_start()
            self.start()
            self.check()
        acknowledged = sum(1 for each in self.ledger if each.entry)
        unanswered = sum(1 for each in self.ledger if not each.entry and not each.refused)
        print(f"{ROUNDS} kills under load, {ROUNDS // 2} in a start: {acknowledged} presences acknowledged, {unanswered} without an answer;"
              f" {self.answered} of {self.dialled} calls answered; starts after a kill took {min(self.starts):.2f}"
              f" to {max(self.starts):.2f} s")
        self.assertGreater(acknowledged, ROUNDS, "the kills came under load")
        self.assertGreaterEqual(unanswered, ROUNDS, "each kill came amid work")
        self.assertGreater(self.answered, ROUNDS, "calls were taken")
        self.assertEqual(self.centre.stop(), 0)
        verified = markaz("verify", "--data", self.centre.directory)
        self.assertEqual((verified.returncode, verified.stderr), (0, ""), verified.stdout)


class TheJudge(CentreTest):
    """Controls: the judge finds what it is there to find."""

    def setUp(self):
        super().setUp()
        centre = self.server()
        admin = centre.client("admin")
        made = admin.post("/api/v1/people", {"login": "sara", "name": "Sara Idris", "language": "ms", "roles": ["agent"], "team": "day",
                                             "skills": [{"name": "cards", "level": 5}]})
        self.person = made["id"]
        sara = centre.client("sara")
        self.ledger = []
        for presence in ("ready", "away", "ready", "break"):
            entry = sara.put("/api/v1/agents/me/presence", {"presence": presence})["entry"]
            self.ledger.append(Asked(self.person, presence, entry))
        self.assertEqual(centre.stop(), 0)
        self.journal = f"{centre.directory}/journal.db"

    def faults_after(self, change, *values):
        with sqlite3.connect(self.journal) as journal:
            self.assertEqual(journal.execute(change, values).rowcount, 1)
        journal.close()
        return judge(self.ledger, read_journal(self.journal), {self.person})

    def test_finds_nothing_where_nothing_is_wrong(self):
        self.assertEqual(judge(self.ledger, read_journal(self.journal), {self.person}), [])

    def test_finds_an_acknowledged_entry_that_is_lost(self):
        for lost in (self.ledger[1].entry, self.ledger[-1].entry):
            with self.subTest(lost=lost):
                self.assertIn(f"entry {lost} was acknowledged", str(self.faults_after("delete from entry where number = ?", lost)))

    def test_finds_an_entry_that_says_something_else(self):
        changed = self.ledger[1].entry
        faults = self.faults_after("update entry set body = replace(body, 'away', 'meeting') where number = ?", changed)
        self.assertIn(f"entry {changed} was acknowledged as ({self.person}, 'away')", str(faults))

    def test_finds_an_entry_that_stands_twice(self):
        faults = self.faults_after("insert into entry select (select max(number) + 1 from entry), at, origin, type, type_version, body,"
                                   " digest, machine_version, chain from entry where number = ?", self.ledger[1].entry)
        self.assertEqual(faults, [f"({self.person}, 'away') stands 1 times more than it was asked for"])

    def test_finds_a_number_that_was_told_twice(self):
        self.ledger.append(self.ledger[0])
        self.assertEqual(judge(self.ledger, read_journal(self.journal), {self.person}), [f"entry {self.ledger[0].entry} was told to two"])

    def test_finds_calls_that_are_lost_doubled_or_made_up(self):
        self.assertEqual(judge_calls(3, 2, [7, 8]), [])
        self.assertEqual(judge_calls(3, 2, [7]), ["3 calls, of which 2 were answered, are 1 contacts"])
        self.assertEqual(judge_calls(3, 2, [7, 8, 9, 10]), ["3 calls, of which 2 were answered, are 4 contacts"])
        self.assertEqual(judge_calls(3, 2, [7, 7]), ["a call stands twice"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
