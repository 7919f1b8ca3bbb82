#!/usr/bin/python3
"""The manual from outside: checked, published while somebody calls, read by everybody, with its history."""
import contextlib
import datetime
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import unittest
import urllib.parse

import harness
from harness import CentreTest, Refused, eventually, markaz, tone_file


CALLERS_FLOWS = {"main-line", "opening-hours"}


def copy_of_sample(directory):
    shutil.copytree(harness.ROOT / "manual", directory)
    return directory


def add_key_four(directory):
    """The main line's menu gets a fourth entry, in every language."""
    folder = directory / "main-line"
    for path in folder.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        text, count = re.subn(r'(\n  menu:\s*(?:\{\s*)?(?:(?:text|choose):\s*)?")([^"]*)"', r'\1\2 4."', text, count=1)
        assert count == 1, path
        if path.name == "main-line.md":
            text = text.replace("keys: {1: cards,", "keys: {4: fourth, 1: cards,", 1)
            steps = '\n  fourth: {say: "You pressed the new key.", next: fourth-end}\n  fourth-end: {end: fourth}\n  menu:'
            text = text.replace("\n  menu:", steps, 1)
        else:
            text = text.replace("\nflow:\n", '\nflow:\n  fourth: "…"\n', 1)
        path.write_text(text, encoding="utf-8")


class Check(CentreTest):
    def test_the_sample_has_nothing_wrong(self):
        checked = markaz("check", harness.ROOT / "manual", "--json")
        self.assertEqual(json.loads(checked.stdout), [])
        self.assertEqual(checked.returncode, 0)

    def test_a_finding_has_rule_place_and_what_would_be_right(self):
        manual = copy_of_sample(self.home / "manual")
        page = manual / "main-line" / "main-line.md"
        page.write_text(page.read_text(encoding="utf-8").replace("queue: cards,", "queue: card,", 1), encoding="utf-8")
        checked = markaz("check", manual, "--json")
        self.assertEqual(checked.returncode, 1)
        finding = json.loads(checked.stdout)[0]
        self.assertEqual(finding["rule"], "unknown-queue")
        self.assertRegex(finding["where"], r"^main-line/main-line\.md:\d+:\d+$")
        self.assertEqual(finding["right"], 'did you mean "cards"?')
        plain = markaz("check", manual).stdout
        self.assertRegex(plain, r'^main-line/main-line\.md:\d+:\d+: no routing clause defines the queue "card"; did you mean "cards"\? '
                                r'\[unknown-queue\]')

    def test_an_example_that_fails_is_a_finding(self):
        manual = copy_of_sample(self.home / "manual")
        page = manual / "main-line" / "main-line.md"
        page.write_text(page.read_text(encoding="utf-8").replace("outcome: not-verified}\n", "outcome: resolved}\n", 1), encoding="utf-8")
        self.assertIn("example-fails", markaz("check", manual).stdout)

    def test_the_tables_of_the_language_are_as_the_program_reads_it(self):
        tables = subprocess.run([harness.ROOT / "tools/manual_tables.py", harness.MARKAZ, "--check"], stderr=subprocess.PIPE, text=True,
                                check=False)
        self.assertEqual(tables.returncode, 0, tables.stderr)
        self.assertIn("| `keep_recordings: 90d` |", (harness.ROOT / "docs/manual-language.md").read_text(encoding="utf-8"))

    def test_the_schema_is_asked_for_alone(self):
        self.assertEqual(markaz("check").returncode, 2)
        self.assertEqual(markaz("check", harness.ROOT / "manual", "--schema").returncode, 2)


class Published(CentreTest):
    def setUp(self):
        super().setUp()
        self.centre = self.server("--demo")
        self.manual = copy_of_sample(self.home / "manual")

    def publish(self):
        done = markaz("import", "manual", self.manual, "--data", self.centre.directory)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def caller(self, name):
        account = f"<sip:{name}@127.0.0.1:{self.centre.sip_port}>;regint=0"
        return self.phone(account, tone_file(self.home / f"{name}.wav", 440))

    def dial(self, phone):
        """The contact that this call becomes, once its menu is spoken."""
        leader = self.centre.client("leader")
        before = {row["contact"] for row in leader.get("/api/v1/contacts?origins=live")["rows"]}
        phone.command("dial", f"sip:100@127.0.0.1:{self.centre.sip_port}")
        phone.wait_for("CALL_ESTABLISHED")
        new = lambda: [row["contact"] for row in leader.get("/api/v1/contacts?origins=live")["rows"] if row["contact"] not in before]
        contact = eventually("the contact is there", new)[0]
        eventually("the menu is spoken", lambda: "menu" in self.steps(contact))
        return contact

    def timeline(self, contact):
        return self.centre.client("leader").get(f"/api/v1/contacts/{contact}")["timeline"]

    def steps(self, contact):
        return [each["step"] for each in self.timeline(contact) if each["kind"] == "step_entered"]

    def keys(self, contact):
        return [(each["key"], each["accepted"]) for each in self.timeline(contact) if each["kind"] == "key_taken"]

    def test_S4_10_S4_30_a_menu_changes_for_the_next_caller_and_not_for_the_one_who_stands_in_it(self):
        old = self.caller("old")
        standing = self.dial(old)
        add_key_four(self.manual)
        told = self.publish()
        self.assertIn("changed main-line/main-line.md\n", told)
        self.assertIn("manual version 2:", told)

        old.command("sndcode", "4")
        eventually("the old menu knows no key 4", lambda: ("4", False) in self.keys(standing))
        new = self.caller("new")
        fresh = self.dial(new)
        new.command("sndcode", "4")
        eventually("the new menu leads on", lambda: "fourth" in self.steps(fresh))
        self.assertNotIn("fourth", self.steps(standing))

    def test_two_versions_of_a_procedure_are_compared_step_by_step_and_line_by_line(self):
        leader = self.centre.client("leader")
        with self.assertRaises(Refused) as alone:
            leader.get("/api/v1/manual/procedures/main-line/changes")
        self.assertEqual(alone.exception.status, 404, "nothing was published before")
        add_key_four(self.manual)
        self.publish()
        told = leader.get("/api/v1/manual/procedures/main-line/changes")
        self.assertEqual((told["from"], told["to"], told["head"]), (1, 2, []))
        self.assertLess(told["from_published"], told["to_published"])
        self.assertEqual([(each["version"], each["by"]) for each in leader.get("/api/v1/manual/versions")],
                         [(2, "Administrator"), (1, None)], "in whose name it was published; the first came with the program")
        steps = {each["step"]: (each["change"], sorted(each["fields"])) for each in told["steps"]}
        self.assertEqual(set(steps), {"menu", "fourth", "fourth-end"})
        self.assertEqual(steps["fourth"], ("added", []))
        self.assertEqual(steps["menu"], ("changed", ["text.ar", "text.en", "text.fa", "text.id", "text.ms", "ways"]))
        self.assertEqual({each["path"] for each in told["documents"]},
                         {f"main-line/main-line{end}.md" for end in ("", ".ar", ".fa", ".id", ".ms")})
        source = next(each for each in told["documents"] if each["path"] == "main-line/main-line.md")
        self.assertIn('  fourth: {say: "You pressed the new key.", next: fourth-end}', [line for change in source["lines"]
                                                                                        for line in change["added"]])
        back = leader.get("/api/v1/manual/procedures/main-line/changes?from=2&to=1")
        self.assertEqual({each["step"]: each["change"] for each in back["steps"]},
                         {"menu": "changed", "fourth": "removed", "fourth-end": "removed"})
        same = leader.get("/api/v1/manual/procedures/card-dispute/changes")
        self.assertEqual((same["head"], same["steps"], same["documents"]), ([], [], []))
        for wrong in ("main-line/changes?to=7", "main-line/changes?from=7", "nothing/changes"):
            with self.assertRaises(Refused) as refused:
                leader.get(f"/api/v1/manual/procedures/{wrong}")
            self.assertEqual(refused.exception.status, 404, wrong)

    def test_a_manual_with_findings_is_refused_and_nothing_changes(self):
        page = self.manual / "main-line" / "main-line.md"
        page.write_text(page.read_text(encoding="utf-8").replace("queue: cards,", "queue: card,", 1), encoding="utf-8")
        done = markaz("import", "manual", self.manual, "--data", self.centre.directory)
        self.assertEqual(done.returncode, 1)
        self.assertIn('no routing clause defines the queue "card"', done.stderr)
        manager = self.centre.client("manager")
        texts = [{"path": str(path.relative_to(self.manual)), "text": path.read_text(encoding="utf-8")}
                 for path in self.manual.rglob("*.md")]
        with self.assertRaises(Refused) as refused:
            manager.post("/api/v1/manual", {"documents": texts})
        self.assertEqual(refused.exception.status, 422)
        findings = manager.post("/api/v1/manual/check", {"documents": texts})["findings"]
        self.assertEqual(findings[0]["rule"], "unknown-queue")
        self.assertEqual(manager.get("/api/v1/manual")["version"], 1)

    def test_a_publication_that_does_not_come_into_force_is_no_version(self):
        add_key_four(self.manual)
        prompts = pathlib.Path(self.centre.directory) / "prompts"
        away = prompts.rename(prompts.with_name("away"))
        prompts.write_text("where the speech of a new step would go")
        done = markaz("import", "manual", self.manual, "--data", self.centre.directory)
        self.assertEqual(done.returncode, 1)
        self.assertIn("prompts", done.stderr)
        manager = self.centre.client("manager")
        self.assertEqual(manager.get("/api/v1/manual")["version"], 1)
        self.assertEqual([each["version"] for each in manager.get("/api/v1/manual/versions")], [1])
        prompts.unlink()
        away.rename(prompts)
        self.publish()
        self.assertEqual([each["version"] for each in manager.get("/api/v1/manual/versions")], [2, 1])

    def test_S0_04_agents_of_two_teams_read_one_version_and_the_older_only_as_history(self):
        first, second = self.centre.client("amal"), self.centre.client("leader")
        add_key_four(self.manual)
        self.publish()
        pages = [each.get("/api/v1/manual/procedures/main-line") for each in (first, second)]
        self.assertEqual(pages[0], pages[1])
        self.assertEqual(pages[0]["version"], 2)
        self.assertTrue(pages[0]["in_force"])
        self.assertIn("fourth", [step["id"] for step in pages[0]["flow"]["steps"]])

        versions = first.get("/api/v1/manual/versions")
        self.assertEqual([each["version"] for each in versions], [2, 1])
        older = first.get("/api/v1/manual/versions/1/procedures/main-line")
        self.assertFalse(older["in_force"])
        self.assertNotIn("fourth", [step["id"] for step in older["flow"]["steps"]])

    def test_the_schema_of_the_clauses_is_there_for_an_editor(self):
        served = self.centre.client("amal").get("/api/v1/manual/clauses")
        self.assertEqual(served, json.loads(markaz("check", "--schema").stdout))
        self.assertEqual(set(served["properties"]), {"flow", "form", "routing", "escalation", "standards", "survey"})

    def test_S0_01_every_procedure_has_its_dates_and_is_found_by_them(self):
        agent = self.centre.client("amal")
        listed = agent.get("/api/v1/manual")["procedures"]
        self.assertTrue(all(each["effective"] and each["review"] for each in listed))
        self.assertEqual({each["id"] for each in listed if each["leads_callers"]}, CALLERS_FLOWS)
        day = listed[0]["effective"]
        found = agent.get(f"/api/v1/manual?effective_from={day}&effective_to={day}")["procedures"]
        self.assertEqual([each["id"] for each in found], [each["id"] for each in listed if each["effective"] == day])
        self.assertEqual(agent.get("/api/v1/manual?effective_from=2999-01-01")["procedures"], [])
        found = {each["id"]: each for each in agent.get("/api/v1/manual?search=main%20line")["procedures"]}
        self.assertRegex(found["main-line"]["purpose"]["en"], "^Whoever calls the bank ", "without the heading above it")

    def test_what_was_imported_is_read_back_byte_for_byte(self):
        self.publish()
        agent = self.centre.client("amal")
        for procedure in agent.get("/api/v1/manual")["procedures"]:
            for document in agent.get(f"/api/v1/manual/procedures/{procedure['id']}")["documents"]:
                written = (self.manual / document["path"]).read_bytes().decode("utf-8")
                self.assertEqual(document["text"], written, document["path"])
                self.assertNotIn("<script", document["html"])


class Checklists(CentreTest):
    """The day's checklists, run by whoever leads: who signed what, and when."""

    def answered(self, person, checklist, step, **wish):
        return person.post("/api/v1/desk/checklists/step", {"checklist": checklist, "step": {"step": step, "answer": "done"} | wish})

    def begun(self, person, procedure):
        person.post("/api/v1/desk/checklists", {"procedure": procedure})
        return next(each["id"] for each in person.get("/api/v1/desk")["checklists"] if each["procedure"] == procedure)

    def test_S4_03_the_leaders_checklists_are_stamped_and_signed(self):
        centre = self.server("--demo")
        leader, manager, agent = (centre.client(login) for login in ("leader", "manager", "amal"))
        before = datetime.datetime.now(datetime.timezone.utc)
        uses = {each["use"]: each["procedure"] for each in leader.get("/api/v1/desk/checklists")["checklists"]}
        opening = self.begun(leader, uses["start_of_day"])
        for step, wish in (("promises", {}), ("lines", {"answer": "yes"}), ("systems", {"answer": "no"}), ("systems-fault", {}),
                           ("systems", {"answer": "yes"}), ("people", {}), ("notices", {"text": "Cards are late."}), ("agents", {})):
            self.answered(leader, opening, step, **wish)
        handover = self.begun(leader, uses["handover"])
        self.answered(leader, handover, "promises")
        last = leader.post("/api/v1/desk/checklists/drop", {"checklist": handover})
        incident = self.begun(leader, uses["incident"])

        rows = {each["id"]: each for each in leader.get(f"/api/v1/checklists?at_least={last['entry']}")["rows"]}
        done = rows[opening]
        self.assertEqual((done["by"], done["procedure"], done["use"], done["version"]),
                         ({"id": leader.me["person"]["id"], "name": "Reza Karimi"}, uses["start_of_day"], "start_of_day", 1))
        self.assertTrue(done["passed"])
        self.assertEqual(done["outcome"], "day-opened")
        self.assertEqual([(each["step"], each["answer"]) for each in done["items"]],
                         [("promises", "done"), ("lines", "yes"), ("systems", "no"), ("systems-fault", "done"), ("systems", "yes"),
                          ("people", "done"), ("notices", "done"), ("agents", "done")])
        self.assertTrue(done["items"][0]["text"]["fa"])
        self.assertEqual({each["step"] for each in done["items"] if each["critical"]}, {"lines", "systems"})
        instants = [datetime.datetime.fromisoformat(at.replace("Z", "+00:00"))
                    for at in (done["started"], *(each["at"] for each in done["items"]), done["ended"])]
        self.assertEqual(instants, sorted(instants))
        slack = datetime.timedelta(seconds=1)
        self.assertTrue(before - slack <= instants[0] and instants[-1] <= datetime.datetime.now(datetime.timezone.utc) + slack)
        self.assertEqual((rows[handover]["passed"], rows[handover]["outcome"]), (False, None))
        eventually("the one that is open", lambda: any(each["id"] == incident and each["ended"] is None and each["passed"] is None
                                                       for each in leader.get("/api/v1/checklists")["rows"]))

        written = lambda person: [each.get("written") for each in person.get("/api/v1/checklists")["rows"][-1]["items"]][6]
        self.assertEqual(written(leader), "Cards are late.")
        self.assertEqual(written(manager), "Cards are late.")
        self.assertIsNone(written(centre.client("admin")))
        with self.assertRaises(Refused) as refused:
            agent.get("/api/v1/checklists")
        self.assertEqual(refused.exception.status, 403)
        self.assertEqual(leader.get(f"/api/v1/checklists?to={done['started']}")["rows"], [])
        centre.stop()
        with contextlib.closing(sqlite3.connect(f"file:{self.home / 'data' / 'records.db'}?mode=ro", uri=True)) as records:
            looks = records.execute("select subject from audit where what = 'read_checklists'").fetchall()
        self.assertEqual(set(looks), {(f"checklists {opening}",)})


class TheSameAnswer(CentreTest):
    """A card holder disputes a charge and calls again: another agent answers, and says the same."""

    def setUp(self):
        super().setUp()
        self.centre = self.server("--demo")
        self.leader = self.centre.client("leader")
        self.accounts = {each["user"]: each["password"] for each in self.centre.ready["phones"]}
        self.caller = self.phone(f"<sip:budget@127.0.0.1:{self.centre.sip_port}>;regint=0", tone_file(self.home / "caller.wav", 440))

    def telephone(self, login):
        account = (f"<sip:{login}@127.0.0.1:{self.centre.sip_port}>;auth_user={login};auth_pass={self.accounts[login]}"
                   ";answermode=manual;regint=60")
        return self.phone(account, tone_file(self.home / f"{login}.wav", 1000))

    def row(self, **wanted):
        wanted = "".join(f"&{name}={value}" for name, value in wanted.items())
        rows = self.leader.get(f"/api/v1/contacts?origins=live{wanted}")["rows"]
        return rows and rows[0]["contact"]

    def served(self, login):
        """The caller calls, chooses cards, and this agent answers."""
        agent, telephone = self.centre.client(login), self.telephone(login)
        agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        self.caller.command("dial", f"sip:100@127.0.0.1:{self.centre.sip_port}")
        contact = eventually("the menu", lambda: self.row(state="menu"))
        entered = lambda: [each["step"] for each in self.leader.get(f"/api/v1/contacts/{contact}")["timeline"]
                           if each["kind"] == "step_entered"]
        eventually("the menu is spoken", lambda: "menu" in entered())
        self.caller.command("sndcode", "1")
        telephone.wait_for("CALL_INCOMING")
        eventually("the desk rings", lambda: agent.get("/api/v1/desk")["agent"]["state"] == "ringing")
        telephone.command("accept")
        eventually("they talk", lambda: agent.get("/api/v1/desk")["agent"]["state"] == "talking")
        eventually("the records know", lambda: self.row(state="talking"))
        return agent, contact

    def missed(self, agent, contact):
        """[S4-29] The identity was verified, and the agent says that it did not come to what that expects; the owner reads why."""
        asked = agent.get("/api/v1/desk")["assignment"]["results"]
        self.assertEqual([each["procedure"] for each in asked], ["verify-caller"], "the dispute did not come to its end")
        self.assertTrue(all(asked[0]["text"].values()))
        said = agent.post("/api/v1/desk/result", {"procedure": "verify-caller", "reached": False, "reason": "Only the name agreed."})
        owner = next(each["owner"] for each in self.leader.get("/api/v1/manual")["procedures"] if each["id"] == "verify-caller")
        wanted = urllib.parse.urlencode({"owner": owner, "at_least": said["entry"]})
        results = self.leader.get(f"/api/v1/results?{wanted}")
        self.assertEqual([(each["contact"], each["procedure"], each["reason"]) for each in results["rows"]],
                         [(contact, "verify-caller", "Only the name agreed.")])
        self.assertEqual([(each["procedure"], each["owner"], each["asked"], each["missed"]) for each in results["procedures"]],
                         [("verify-caller", owner, 1, 1)])
        self.assertEqual(self.leader.get("/api/v1/results?owner=nobody"), {"procedures": [], "rows": []})
        told = [each for each in self.leader.get(f"/api/v1/contacts/{contact}")["timeline"] if each["kind"] == "result_judged"]
        self.assertEqual([(each["flow"], each["reached"], each["note"]) for each in told],
                         [("verify-caller", False, "Only the name agreed.")])

    def test_S4_17_an_author_adds_a_variant_and_words_of_it_lead_the_desk_there(self):
        manual = copy_of_sample(self.home / "manual")
        for page in (manual / "difficult-customer").glob("*.md"):
            text = page.read_text(encoding="utf-8")
            if page.name == "difficult-customer.md":
                prank = '      prank:     {text: "A prank, somebody laughs in the background", next: hoax}\n'
                text = text.replace("      threat:    {", prank + "      threat:    {", 1)
                hoax = '  hoax: {say: "I am ending this call now, other callers wait.", next: words}\n'
                text = text.replace("  warn:    {", hoax + "  warn:    {", 1)
                text = text.replace("```examples\n", "```examples\nprank:\n  when:\n    - done: listen\n    - take: {heard: prank}\n"
                                    '    - done: hoax\n    - write: {words: "Laughter, no matter."}\n'
                                    "  then: {passed: [hoax], never: [warn], outcome: ended-by-agent}\n", 1)
            else:
                text = text.replace("threat: ", 'prank: "…", threat: ', 1).replace("\n  warn:", '\n  hoax: "…"\n  warn:', 1)
                text = re.sub(r"\nsource: [0-9a-f]{8}", "", text)
            page.write_text(text, encoding="utf-8")
        done = markaz("import", "manual", manual, "--data", self.centre.directory)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

        def found(words):
            listed = self.leader.get("/api/v1/manual?" + urllib.parse.urlencode({"search": words}))["procedures"]
            return {each["id"]: [(part["step"], part["option"]) for part in each["variants"]] for each in listed}
        self.assertEqual(found("laughs prank"), {"difficult-customer": [("heard", "prank")]}, "by its heading, in any order")
        self.assertEqual(found("other callers wait"), {"difficult-customer": [("heard", "prank")]}, "by a step of its own")
        self.assertEqual(found("somebody who tickles"), {})

        agent, contact = self.served(next(iter(self.accounts)))
        with self.assertRaises(Refused) as refused:
            agent.post("/api/v1/desk/guide", {"procedure": "difficult-customer", "step": "heard", "option": "joke"})
        self.assertEqual(refused.exception.status, 409)
        agent.post("/api/v1/desk/guide", {"procedure": "difficult-customer", "step": "heard", "option": "prank"})
        step = lambda: (agent.get("/api/v1/desk")["assignment"].get("step") or {}).get("id")
        eventually("the desk stands at the variant", lambda: step() == "hoax")
        agent.post("/api/v1/desk/step", {"step": "hoax", "answer": "done"})
        eventually("and goes on from there", lambda: step() == "words")
        log = eventually("the run log says which", lambda: [each for each in self.leader.get(f"/api/v1/contacts/{contact}")["timeline"]
                                                            if each["kind"] == "step_done" and each["step"] == "heard"])
        self.assertEqual([each["answer"] for each in log], ["prank"])

    def logged(self, timeline, taken, agent):
        """[S4-01] The run log of the contact: each step that the agent took, in order, with its answer and the version that led."""
        done = [each for each in timeline if each["kind"] == "step_done"]
        self.assertEqual([(each["step"], each["answer"]) for each in done],
                         [(step, wish.get("answer", "done")) for step, wish in taken])
        self.assertEqual({each["agent"]["id"] for each in done}, {agent.me["person"]["id"]})
        self.assertEqual(next(each["note"] for each in done if each["step"] == "charge-shop"), "Blue Door Shoes")
        led = {(each["flow"], each["step"]): each for each in timeline if each["kind"] == "step_entered" and each["led"] == "agent"}
        for each in done:
            shown = led[each["flow"], each["step"]]
            self.assertEqual(shown["version"], self.leader.get("/api/v1/manual")["version"])
            self.assertLessEqual(shown["at"], each["at"])
            self.assertTrue(all(shown["text"].values()), "in every language")

    def test_S4_01_S4_29_S4_35_what_was_done_is_logged_and_what_was_promised_stands_before_whoever_answers_next(self):
        first, second = list(self.accounts)[:2]
        agent, contact = self.served(first)
        self.assertEqual(agent.get(f"/api/v1/me/contacts/{contact}")["promises"], [])
        taken = (("cards-greet", {}), ("why", {}), ("first-try", {"answer": "yes"}), ("cards-lost", {"answer": "no"}),
                           ("cards-charge", {"answer": "yes"}), ("known", {"answer": "no"}), ("charge-day", {"text": "2026-11-20"}),
                           ("charge-shop", {"text": "Blue Door Shoes"}), ("charge-amount", {"text": "240"}), ("own", {"answer": "no"}),
                           ("block", {}), ("blocked", {}), ("what", {"text": "Not mine"}), ("quicker", {"answer": "no"}),
                           ("age", {"answer": "yes"}), ("open", {}), ("evidence", {}), ("promise", {}))
        for step, wish in taken:
            agent.post("/api/v1/desk/step", {"step": step, "answer": "done"} | wish)
        told = eventually("it is recorded", lambda: self.leader.get(f"/api/v1/contacts/{contact}")["promises"])[0]
        made, due = (datetime.datetime.fromisoformat(told[name].replace("Z", "+00:00")) for name in ("at", "due"))
        self.assertEqual(due - made, datetime.timedelta(days=30))
        self.assertIn("30", told["text"]["en"])
        self.assertIn("۳۰", told["text"]["fa"])
        timeline = self.leader.get(f"/api/v1/contacts/{contact}")["timeline"]
        self.assertEqual([each["due"] for each in timeline if each["kind"] == "promised"], [told["due"]])
        listed = self.leader.get("/api/v1/promises")["rows"]
        self.assertEqual([(each["contact"], each["step"], each["due"]) for each in listed], [(contact, "promise", told["due"])])
        self.logged(timeline, taken, agent)
        self.caller.command("hangup")
        eventually("wrap-up", lambda: agent.get("/api/v1/desk")["agent"]["state"] == "wrap_up")
        self.missed(agent, contact)
        agent.post("/api/v1/desk/wrap-up", {"outcome": "dispute-open"})
        agent.put("/api/v1/agents/me/presence", {"presence": "break"})

        other, again = self.served(second)
        self.assertNotEqual(contact, again)
        promises = other.get(f"/api/v1/me/contacts/{again}")["promises"]
        self.assertEqual([(each["contact"], each["text"], each["due"]) for each in promises], [(contact, told["text"], told["due"])])
        self.assertEqual(promises[0]["agent"], told["agent"])


if __name__ == "__main__":
    unittest.main()
