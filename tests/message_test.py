#!/usr/bin/python3
"""The web form: a customer writes, the message waits beside the calls, an agent takes, answers and ends it, and nothing is lost or
doubled when the server is killed in between."""
import contextlib
import csv
import http.client
import io
import json
import os
import sqlite3
import threading
import unittest

from harness import CentreTest, Client, Refused, eventually, markaz, tone_file

CALL = {"channel": "voice_in", "most": 1, "interruptible": False}
MESSAGE = {"channel": "form", "most": 1, "interruptible": True}
ROUNDS = 4 if "MARKAZ_LONG" in os.environ else 2  # of kills under load
WRITERS = 6
QUEUES = ("cards", "accounts", "delivery")
MOST_EACH = 5       # of all rounds together no queue becomes full


class Centre(CentreTest):
    """A centre with two agents for cards, whose page is open to strangers."""

    def begin(self, *flags):
        self.centre = self.server(*flags)
        self.admin = self.centre.client("admin")
        site = self.admin.get("/api/v1/site")
        self.admin.put("/api/v1/site", site | {"messages": True})

    def agent(self, login, **more):
        people = {each["person"]["login"]: each for each in self.admin.get("/api/v1/people")}
        record = {"login": login, "name": login.capitalize(), "language": "en", "roles": ["agent"],
                  "skills": [{"name": "cards", "level": 9}],
                  "capacity": [CALL, MESSAGE | {"most": 2}]}
        if login in people:
            self.admin.put(f"/api/v1/people/{people[login]['id']}", people[login]["person"] | record | more)
        else:
            self.admin.post("/api/v1/people", record | more)
        return self.centre.client(login)

    def leader(self):
        with contextlib.suppress(Refused):
            self.admin.post("/api/v1/people", {"login": "leader", "name": "Leader", "language": "en", "roles": ["leader"]})
        return self.centre.client("leader")

    def stranger(self):
        return Client(self.centre.ready["http"])

    def write(self, text, queue="cards", name="Siti Aminah", language="ms"):
        return self.stranger().post("/api/v1/messages", {"queue": queue, "language": language, "name": name, "text": text})

    def message(self, kept):
        return self.stranger().get(f"/api/v1/messages/{kept['token']}")

    @staticmethod
    def desk(agent):
        return agent.get("/api/v1/desk")

    def written(self, agent):
        return [each for each in self.desk(agent)["assignments"] if each["channel"] == "form"]

    def rings(self, agent):
        def first():
            return next((each for each in self.written(agent) if each["state"] in ("reserved", "ringing")), None)
        return eventually("a message rings", first)


class AMessage(Centre):
    def setUp(self):
        super().setUp()
        self.begin()

    def test_it_waits_is_read_answered_and_closed_and_its_writer_sees_it(self):
        page = self.stranger().get("/api/v1/messages")
        self.assertIn("cards", [each["queue"] for each in page["topics"]])
        first, second = self.write("My card is lost."), self.write("And mine.", name="", language="fa")
        self.assertEqual((first["message"]["state"], first["message"]["ahead"]), ("waiting", 0))
        self.assertEqual((self.message(second)["state"], self.message(second)["ahead"]), ("waiting", 1))
        amal = self.agent("amal")
        amal.put("/api/v1/agents/me/presence", {"presence": "ready"})
        ringing = self.rings(amal)
        own = f"/api/v1/me/contacts/{ringing['contact']}/conversation"
        with self.assertRaises(Refused) as unread:
            amal.get(own)
        self.assertEqual(unread.exception.status, 404, "what rings has not been taken")
        entry = amal.post("/api/v1/desk/accept", {"assignment": ringing["id"]})["entry"]
        said = amal.get(f"{own}?at_least={entry}")
        self.assertEqual((said["text"], said["name"], said["language"]), ("My card is lost.", "Siti Aminah", "ms"))
        self.assertEqual(self.message(first)["state"], "reading")
        amal.post("/api/v1/desk/reply", {"assignment": ringing["id"], "text": "It is blocked. A new one comes on Tuesday."})
        shown = eventually("the answer is there", lambda: (now := self.message(first))["state"] == "answered" and now)
        self.assertEqual([each["text"] for each in shown["answers"]], ["It is blocked. A new one comes on Tuesday."])
        amal.post("/api/v1/desk/end", {"assignment": ringing["id"]})
        entry = amal.post("/api/v1/desk/wrap-up", {"assignment": ringing["id"], "outcome": "resolved"})["entry"]
        leader = self.leader()
        contact = leader.get(f"/api/v1/contacts/{ringing['contact']}?at_least={entry}")
        self.assertEqual((contact["channel"], contact["outcome"], contact["contact_end"]), ("form", "resolved", "agent"))
        self.assertIn("replied", [each["kind"] for each in contact["timeline"]])
        self.assertEqual(self.message(first)["state"], "closed")
        told = leader.get(f"/api/v1/contacts/{ringing['contact']}/conversation")
        self.assertEqual([(each["agent"], each["text"]) for each in told["replies"]],
                         [("Amal", "It is blocked. A new one comes on Tuesday.")])
        self.check_audit(ringing["contact"], amal, leader)

    def check_audit(self, contact, amal, leader):
        """Each look and each answer has a line, and what was written stands in no journal."""
        self.centre.stop()
        with contextlib.closing(sqlite3.connect(f"{self.centre.directory}/records.db")) as records:
            lines = records.execute("select who, what from audit where subject = ? order by id", (f"contact {contact}",)).fetchall()
        mine, theirs = amal.me["person"]["id"], leader.me["person"]["id"]
        self.assertEqual(lines, [(mine, "read_message"), (mine, "wrote_reply"), (theirs, "viewed_caller"), (theirs, "read_message")])
        with open(f"{self.centre.directory}/journal.db", "rb") as journal:
            held = journal.read()
        for secret in (b"My card is lost.", b"Siti Aminah", b"It is blocked."):
            self.assertNotIn(secret, held)

    def test_two_at_one_agent_are_worked_on_each_for_itself(self):
        kept = [self.write("first"), self.write("second"), self.write("third")]
        amal = self.agent("amal")
        amal.put("/api/v1/agents/me/presence", {"presence": "ready"})
        both = eventually("two ring", lambda: len(found := self.written(amal)) == 2 and found)
        for each in both:
            amal.post("/api/v1/desk/accept", {"assignment": each["id"]})
        amal.post("/api/v1/desk/reply", {"assignment": both[1]["id"], "text": "to the second"})
        eventually("it is answered", lambda: self.message(kept[1])["state"] == "answered")
        self.assertEqual(self.message(kept[0])["state"], "reading", "the other one is not touched")
        self.assertEqual(amal.get(f"/api/v1/desk/guide?assignment={both[1]['id']}")["flow"], "main-line")
        amal.post("/api/v1/desk/step", {"assignment": both[1]["id"], "step": "cards-greet", "answer": "done"})
        steps = {each["id"]: each["step"]["id"] for each in self.written(amal)}
        self.assertEqual(steps, {both[0]["id"]: "cards-greet", both[1]["id"]: "why"})
        amal.post("/api/v1/desk/end", {"assignment": both[1]["id"]})
        states = {each["id"]: each["state"] for each in self.written(amal)}
        self.assertEqual(states, {both[0]["id"]: "talking", both[1]["id"]: "wrap_up"})
        amal.post("/api/v1/desk/wrap-up", {"assignment": both[1]["id"], "outcome": "resolved"})
        self.assertEqual(self.rings(amal)["contact"], both[1]["contact"] + 1, "the third comes when there is room")
        budi = self.agent("budi")
        for wish in ("end", "hold", "accept", "decline"):
            with self.subTest(wish=wish), self.assertRaises(Refused) as refused:
                budi.post(f"/api/v1/desk/{wish}", {"assignment": both[0]["id"]})
            self.assertEqual(refused.exception.status, 409, "another agent's contact is not theirs to wish for")

    def test_it_is_handed_on_declined_and_never_held(self):
        self.write("to be handed on")
        amal = self.agent("amal")
        amal.put("/api/v1/agents/me/presence", {"presence": "ready"})
        first = self.rings(amal)
        amal.post("/api/v1/desk/accept")
        with self.assertRaises(Refused) as held:
            amal.post("/api/v1/desk/hold")
        self.assertEqual(held.exception.status, 409)
        budi = self.agent("budi")
        budi.put("/api/v1/agents/me/presence", {"presence": "ready"})
        amal.post("/api/v1/desk/transfer", {"person": budi.me["person"]["id"]})
        second = self.rings(budi)
        self.assertEqual(second["contact"], first["contact"])
        budi.post("/api/v1/desk/decline")
        state = eventually("whoever declines is away", lambda: (now := self.desk(budi))["agent"]["presence"] == "away" and now)
        self.assertEqual((state["agent"]["reason"], state["assignments"]), ("declined", []))
        amal.post("/api/v1/desk/wrap-up", {"assignment": first["id"], "outcome": "follow-up"})
        self.assertEqual(self.rings(amal)["contact"], first["contact"], "the place is kept and the next one is rung")

    def test_what_does_not_fit_is_refused_by_name_and_leaves_nothing(self):
        right = {"queue": "cards", "language": "en", "text": "Hello"}
        with contextlib.closing(sqlite3.connect(f"{self.centre.directory}/records.db")) as records:
            kept = records.execute("select count(*) from vault").fetchone()
        for wrong, where in (({"text": ""}, "/text"), ({"text": " \n "}, "/text"), ({"text": "x" * 10_001}, "/text"),
                             ({"queue": "nowhere"}, "/queue"), ({"name": "n" * 201}, "/name"), ({"language": "xx"}, "/language"),
                             ({"text": None}, "/text"), ({"more": 1}, "/more")):
            with self.subTest(wrong=str(wrong)[:40]), self.assertRaises(Refused) as refused:
                self.stranger().post("/api/v1/messages", right | wrong)
            self.assertEqual((refused.exception.status, refused.exception.body["where"]), (422, where))
        with self.assertRaises(Refused) as unknown:
            self.stranger().get("/api/v1/messages/" + "A" * 43)
        self.assertEqual(unknown.exception.status, 404)
        with contextlib.closing(sqlite3.connect(f"{self.centre.directory}/records.db")) as records:
            self.assertEqual(records.execute("select count(*) from message").fetchone(), (0,))
            self.assertEqual(records.execute("select count(*) from vault").fetchone(), kept)

    def test_one_address_may_write_so_often_and_only_where_the_page_is_open(self):
        for each in range(30):
            self.write(f"message {each}")
        with self.assertRaises(Refused) as refused:
            self.write("one too many")
        self.assertEqual(refused.exception.status, 429)
        self.admin.put("/api/v1/site", self.admin.get("/api/v1/site") | {"messages": False})
        for ask in (lambda: self.stranger().get("/api/v1/messages"), lambda: self.write("shut")):
            with self.assertRaises(Refused) as shut:
                ask()
            self.assertEqual(shut.exception.status, 404)


class BesideCalls(Centre):
    """One queue, one router: who came first is served first, whatever the channel."""

    def setUp(self):
        super().setUp()
        self.begin("--demo")
        self.leads = self.centre.client("leader")
        account = next(each for each in self.centre.ready["phones"] if each["user"] == "amal")
        port = self.centre.sip_port
        self.agent_phone = self.phone(
            f"<sip:amal@127.0.0.1:{port}>;auth_user=amal;auth_pass={account['password']};answermode=manual;regint=60",
            tone_file(self.home / "agent.wav", 1000))
        eventually("the agent's telephone is registered",
                   lambda: "markaz_sip_registrations_total 1" in self.leads.get("/metrics").decode())
        self.caller_phone = self.phone(f"<sip:caller@127.0.0.1:{port}>;regint=0", tone_file(self.home / "caller.wav", 440))
        # One of each at a time, so that what waits is served one after the other.
        self.amal = self.agent("amal", device="amal",
                               capacity=[CALL, MESSAGE])

    def rows(self, **wanted):
        wanted = "".join(f"&{name}={value}" for name, value in wanted.items())
        return self.leads.get(f"/api/v1/contacts?origins=live&queue=cards{wanted}")["rows"]

    def call(self):
        """A caller who has chosen cards in the menu, and waits."""
        self.caller_phone.command("dial", f"sip:100@127.0.0.1:{self.centre.sip_port}")
        self.caller_phone.wait_for("CALL_ESTABLISHED")
        def menu():
            rows = self.leads.get("/api/v1/contacts?origins=live&state=menu")["rows"]
            steps = rows and [each.get("step") for each in self.timeline(rows[0]["contact"]) if each["kind"] == "step_entered"]
            return steps and steps[-1] == "menu"
        eventually("the menu is spoken", menu)
        self.caller_phone.command("sndcode", "1")
        return eventually("the caller waits", lambda: (rows := self.rows(channel="voice_in", state="waiting")) and rows[0]["contact"])

    def timeline(self, contact):
        return self.leads.get(f"/api/v1/contacts/{contact}")["timeline"]

    def decision(self, contact):
        return eventually("it is decided", lambda: next((each for each in self.timeline(contact) if each["kind"] == "decided"), None))

    def work_through(self, assignment):
        """The guide of cards, a note among it, as an agent goes through it."""
        for step, wish in (("cards-greet", {}), ("why", {}), ("first-try", {"answer": "yes"}), ("cards-lost", {"answer": "no"}),
                           ("cards-charge", {"answer": "no"}), ("cards-payment", {"answer": "no"}), ("cards-explain", {}),
                           ("cards-note", {"text": "a note"}), ("cards-settled", {"answer": "yes"})):
            self.amal.post("/api/v1/desk/step", {"assignment": assignment, "step": step} | {"answer": "done"} | wish)
        self.amal.post("/api/v1/desk/end", {"assignment": assignment})
        return self.amal.post("/api/v1/desk/wrap-up", {"assignment": assignment})["entry"]

    def test_S4_48_a_call_and_a_message_wait_in_one_queue_for_one_router(self):
        first = self.write("I came first.")
        message = eventually("it waits", lambda: (rows := self.rows(channel="form", state="waiting")) and rows[0]["contact"])
        call = self.call()
        later = self.write("I came last.")
        last = max(each["contact"] for each in self.rows(channel="form"))
        self.assertEqual([each["contact"] for each in self.rows(state="waiting")], [last, call, message], "newest first in one list")
        self.assertEqual((self.message(first)["ahead"], self.message(later)["ahead"]), (0, 2), "a caller is ahead like anybody")
        board = next(each for each in self.leads.get("/api/v1/board?origins=live")["queues"] if each["id"] == "cards")
        self.assertEqual((board["offered"], board["waiting"]), (3, 3))

        self.amal.put("/api/v1/agents/me/presence", {"presence": "ready"})
        decided = self.decision(message)["decision"]
        self.assertEqual((decided["chooser"], decided["eligible"]), ("agent_took_contact", 2), "chosen among callers and writers alike")
        with self.assertRaises(Refused) as refused:
            for each in self.desk(self.amal)["assignments"]:
                if each["channel"] == "voice_in":
                    self.amal.post("/api/v1/desk/accept", {"assignment": each["id"]})
            raise Refused(409, "no call rings yet")
        self.assertEqual(refused.exception.status, 409, "a call is answered by its telephone")
        ringing = self.rings(self.amal)
        self.assertEqual(ringing["contact"], message)
        self.amal.post("/api/v1/desk/accept", {"assignment": ringing["id"]})
        entry = self.serve_call_and(lambda: self.work_through(ringing["id"]), call)
        self.check_same(message, call, entry)

    def serve_call_and(self, read, call):
        self.agent_phone.wait_for("CALL_INCOMING")
        self.agent_phone.command("accept")
        talk = eventually("they talk", lambda: next((each for each in self.desk(self.amal)["assignments"]
                                                     if each["contact"] == call and each["state"] == "talking"), None))
        read()
        return self.work_through(talk["id"])

    def check_same(self, message, call, entry):
        """Timeline, notes, outcome, list and report of both are of one kind."""
        both = [self.leads.get(f"/api/v1/contacts/{each}?at_least={entry}") for each in (message, call)]
        spoken = {"key_taken", "step_entered"}  # the menu is the caller's alone
        kinds = [[each["kind"] for each in contact["timeline"] if each["kind"] not in spoken] for contact in both]
        self.assertEqual(kinds[0], kinds[1])
        notes = [[each["note"] for each in contact["timeline"] if each.get("note")] for contact in both]
        self.assertEqual(notes, [["a note"]] * 2)
        self.assertEqual([contact["outcome"] for contact in both], ["resolved"] * 2)
        self.assertEqual([row["outcome"] for row in self.rows(end="answered")][-2:], ["resolved"] * 2)
        report = markaz("report", "--data", self.centre.directory, "--from", self.leads.get("/api/v1/board")["day_from"], "--to",
                        "2100-01-01T00:00:00Z", "--by", "queue", "--interval", "1d", "--format", "csv", "--origins", "live").stdout
        row = next(each for each in csv.DictReader(io.StringIO(report)) if each["queue"] == "cards")
        board = next(each for each in self.leads.get("/api/v1/board?origins=live")["queues"] if each["id"] == "cards")
        self.assertEqual((int(row["offered"]), int(row["answered"])), (board["offered"], board["answered"]))
        self.assertEqual(board["offered"], 3)
        talked = sum(each["talk_s"] for contact in both for each in contact["assignments"])
        self.assertGreaterEqual(float(row["talk_s"]) + 0.05, talked)


class Killed(Centre):
    """The row of a message stands before the entry of its contact. Whenever the server is killed, the message arrives once."""

    def setUp(self):
        super().setUp()
        self.begin()
        self.leads = self.leader()

    def hold(self, file):
        """Another program that writes: the server's own writes to this file wait."""
        held = sqlite3.connect(f"{self.centre.directory}/{file}", isolation_level=None, timeout=60, check_same_thread=False)
        held.execute("begin immediate")
        return held

    def asked(self, sql, file="records.db"):
        with contextlib.closing(sqlite3.connect(f"{self.centre.directory}/{file}", timeout=60)) as database:
            return database.execute(sql).fetchone()[0]

    def write_aside(self, text):
        def write():
            with contextlib.suppress(Refused, OSError, ValueError, http.client.HTTPException):
                self.write(text)
        thread = threading.Thread(target=write)
        thread.start()
        self.addCleanup(thread.join)

    def again(self):
        self.centre = self.server(directory=self.centre.directory)
        self.leads = self.centre.client("leader")

    def texts(self):
        rows = self.leads.get("/api/v1/contacts?channel=form&limit=500")["rows"]
        return sorted(self.leads.get(f"/api/v1/contacts/{each['contact']}/conversation")["text"] for each in rows)

    def arrivals(self):
        return self.asked("select count(*) from entry where type = 'contact_arrived'", "journal.db")

    def test_between_the_row_and_the_entry_the_message_is_delivered_at_the_next_start(self):
        journal = self.hold("journal.db")
        self.write_aside("written before the kill")
        eventually("the row is kept", lambda: self.asked("select count(*) from message") == 1)
        self.centre.kill()
        journal.close()
        self.assertEqual(self.arrivals(), 0, "the machine had not been told")
        for _ in range(2):
            self.again()
            eventually("it is delivered", lambda: self.texts() == ["written before the kill"])
            self.assertEqual(self.arrivals(), 1)
            self.centre.kill()

    def test_between_the_entry_and_the_records_it_is_not_delivered_twice(self):
        journal = self.hold("journal.db")
        self.write_aside("written before the kill")
        eventually("the row is kept", lambda: self.asked("select count(*) from message") == 1)
        records = self.hold("records.db")
        journal.execute("rollback")
        eventually("the entry is stored", lambda: self.arrivals() == 1)
        self.assertEqual(self.asked("select count(*) from message_contact"), 0, "the records do not know of it")
        self.centre.kill()
        records.close()
        for _ in range(2):
            self.again()
            eventually("it is delivered", lambda: self.texts() == ["written before the kill"])
            self.assertEqual(self.arrivals(), 1)
            self.centre.kill()

    def test_at_any_instant_what_was_acknowledged_is_there_once(self):
        sent, acknowledged = set(), {}
        for turn in range(ROUNDS):
            writers = [threading.Thread(target=self.write_many, args=(turn, each, sent, acknowledged)) for each in range(WRITERS)]
            for each in writers:
                each.start()
            wanted = len(acknowledged) + 5
            eventually("some are acknowledged", lambda: len(acknowledged) >= wanted)
            self.centre.kill()
            for each in writers:
                each.join()
            self.again()
            texts = self.texts()
            self.assertEqual(len(texts), len(set(texts)), "nothing is doubled")
            self.assertLessEqual(set(acknowledged), set(texts), "nothing acknowledged is lost")
            self.assertLessEqual(set(texts), sent)
            for text, token in acknowledged.items():
                self.assertEqual(self.stranger().get(f"/api/v1/messages/{token}")["text"], text)

    def write_many(self, turn, writer, sent, acknowledged):
        host, port = self.centre.ready["http"].removeprefix("http://").split(":")
        line = http.client.HTTPConnection(host, int(port), source_address=(f"127.0.{turn}.{10 + writer}", 0), timeout=60)
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            for each in range(MOST_EACH):
                text = f"{turn}.{writer}.{each}"
                sent.add(text)
                line.request("POST", "/api/v1/messages", json.dumps({"queue": QUEUES[writer % 3], "language": "en", "text": text}),
                             {"Content-Type": "application/json", "X-Markaz": "1"})
                answer = line.getresponse()
                body = json.loads(answer.read())
                if answer.status == 200:
                    acknowledged[text] = body["token"]
        line.close()


class Restarted(Centre):
    def test_messages_go_on_waiting_and_being_worked_on(self):
        self.begin()
        kept = [self.write("being read"), self.write("waits")]
        amal = self.agent("amal", capacity=[MESSAGE])
        amal.put("/api/v1/agents/me/presence", {"presence": "ready"})
        reading = self.rings(amal)
        amal.post("/api/v1/desk/accept")
        self.centre.kill()
        self.centre = self.server(directory=self.centre.directory)
        amal = self.centre.client("amal")
        self.assertEqual([(each["id"], each["state"]) for each in self.written(amal)], [(reading["id"], "talking")])
        self.assertEqual([self.message(each)["state"] for each in kept], ["reading", "waiting"])
        amal.post("/api/v1/desk/reply", {"text": "after the restart"})
        amal.post("/api/v1/desk/end")
        amal.post("/api/v1/desk/wrap-up", {"outcome": "resolved"})
        shown = eventually("it is closed", lambda: (now := self.message(kept[0]))["state"] == "closed" and now)
        self.assertEqual([each["text"] for each in shown["answers"]], ["after the restart"])
        self.assertNotEqual(self.rings(amal)["id"], reading["id"], "the one that waited comes next")


if __name__ == "__main__":
    unittest.main(verbosity=2)
