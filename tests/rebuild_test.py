#!/usr/bin/python3
"""What the journal is worth: records made anew are the same, damage is named, copies are whole, newer directories are refused."""
import csv
import datetime
import io
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import tempfile
import threading
import unittest

from harness import PATIENCE, CentreTest, Server, eventually, markaz

FLIPS = 40 if "MARKAZ_LONG" in os.environ else 8
QUIET_STARTS = 20  # Simulated contacts come as they like; a pair of starts with none between is found long before.
# Entries that move no counter of today's Board.
QUIET = {"restarted", "agent_changed", "presence_declared", "tick"}


def rows(path, query, *values):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        found = database.execute(query, values).fetchall()
    database.close()
    return found


def change(path, statement, *values):
    with sqlite3.connect(path) as database:
        done = database.execute(statement, values)
        assert done.rowcount in (1, -1), f"{statement}: {done.rowcount} rows"
    database.execute("pragma wal_checkpoint(truncate)")
    database.close()


def flip(path, place, bit=0):
    with open(path, "r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


class Stopped(CentreTest):
    def test_a_start_ends_at_once_when_it_is_told_to_and_the_next_one_goes_on_from_there(self):
        centre = Server(self.home / "data", "--demo")
        centre.launch()
        eventually("a journal", (self.home / "data" / "journal.db").exists)
        centre.process.send_signal(signal.SIGTERM)
        self.assertEqual(centre.process.wait(PATIENCE), 128 + signal.SIGTERM)
        centre.close()
        centre.start()
        self.assertEqual(centre.stop(), 0, centre.said)


class Rebuilt(CentreTest):
    @classmethod
    def setUpClass(cls):
        """A sample centre that has ended, for all tests to copy."""
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="markaz-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        cls.sample = cls.place / "sample"
        centre = Server(cls.sample, "--demo").start()
        cls.day_from = centre.client("leader").get("/api/v1/board?origins=all")["day_from"]
        assert centre.stop() == 0, centre.said

    def copy(self):
        return shutil.copytree(self.sample, self.home / f"copy-{len(list(self.home.iterdir()))}")

    def report(self, directory, by, interval):
        """From before the sample's first day to the begin of today, when all that was begun has ended."""
        begin = (datetime.datetime.fromisoformat(self.day_from.replace("Z", "+00:00")) - datetime.timedelta(days=40)).isoformat()
        made = markaz("report", "--data", directory, "--from", begin, "--to", self.day_from, "--by", by, "--interval", interval,
                      "--format", "csv", "--origins", "all")
        self.assertEqual((made.returncode, made.stderr), (0, ""))
        return made.stdout

    def reports(self, directory):
        made = {(by, interval): self.report(directory, by, interval)
                for by, interval in (("queue", "15m"), ("queue", "1mo"), ("agent", "1d"), ("team", "1w"), ("centre", "1d"))}
        offered = sum(int(row["offered"]) for row in csv.DictReader(io.StringIO(made["queue", "1mo"])))
        self.assertGreater(offered, 1000, "the reports hold the month")
        return made

    def assert_refused(self, done, *words):
        """One line, and nothing done."""
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertRegex(done.stderr, r"\Amarkaz: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)


class Records(Rebuilt):
    """Without records.db everything that happened is found again in the journal."""

    def timelines(self, directory, leader):
        """Contacts with much in them, and the newest that had ended before today."""
        begin = datetime.datetime.fromisoformat(self.day_from.replace("Z", "+00:00")).timestamp() * 1e6
        longest = "select contact from contact_event group by contact order by count(*) desc, contact limit 20"
        newest = "select id from contact where ended is not null and started < ? order by id desc limit 20"
        if not hasattr(self, "contacts"):
            path = directory / "records.db"
            self.contacts = [each for each, in rows(path, longest) + rows(path, newest, begin)]
        return {each: leader.get(f"/api/v1/contacts/{each}") for each in self.contacts}

    @staticmethod
    def counters(board):
        """What the Board says of today: all that only moves when something happens."""
        passing = {"waiting", "longest_wait_since", "ready"}
        queues = [{name: value for name, value in queue.items() if name not in passing} for queue in board["queues"]]
        return {"queues": queues, "service_level": board["service_level"], "day_from": board["day_from"],
                "bars": [bar for bar in board["bars"] if bar["counted"]]}

    def look(self, directory):
        """One run of the centre: its Board and timelines."""
        centre = self.server(directory=directory)
        leader = centre.client("leader")
        board = leader.get("/api/v1/board?origins=all")
        timelines = self.timelines(directory, leader)
        self.assertEqual(centre.stop(), 0, centre.said)
        return board, timelines

    def test_made_anew_they_give_the_same_board_reports_and_timelines(self):
        directory = self.copy()
        for _ in range(QUIET_STARTS):
            board, timelines = self.look(directory)
            reports = self.reports(directory)
            for file in directory.glob("records.db*"):
                file.unlink()
            again, timelines_again = self.look(directory)
            between = {kind for kind, in rows(directory / "journal.db", "select distinct type from entry where number > ? and number <= ?",
                                              board["entry"], again["entry"])}
            # What happened since the month's end may differ; what had happened before may not.
            self.assertEqual(timelines_again, timelines)
            self.assertEqual(self.reports(directory), reports)
            if between <= QUIET:
                break
        self.assertLessEqual(between, QUIET, "no pair of starts was quiet")
        self.assertEqual(self.counters(again), self.counters(board))
        self.assertGreater(len({each["kind"] for timeline in timelines.values() for each in timeline["timeline"]}), 8, "rich timelines")

    def test_a_difference_would_be_seen(self):
        directory = self.copy()
        _, timelines = self.look(directory)
        reports = self.reports(directory)
        visit = rows(directory / "records.db", "select id from visit order by id limit 1 offset 500")[0][0]
        change(directory / "records.db", "update visit set visit_end = 'transferred' where id = ?", visit)
        event = rows(directory / "records.db", "select rowid from contact_event where contact = ? limit 1", self.contacts[0])[0][0]
        change(directory / "records.db", "delete from contact_event where rowid = ?", event)
        self.assertNotEqual(self.reports(directory), reports)
        _, changed = self.look(directory)
        self.assertEqual([each for each in timelines if changed[each] != timelines[each]], self.contacts[:1])


class Damage(Rebuilt):
    """Controls: verify and replay find what is not as it was written."""

    def setUp(self):
        super().setUp()
        self.directory = self.copy()
        self.journal = self.directory / "journal.db"
        self.entry = rows(self.journal, "select number from entry where type = 'step_answered' order by number limit 1 offset 5000")[0][0]

    def assert_found(self, *words):
        for command in ("verify", "replay"):
            with self.subTest(command=command):
                self.assert_refused(markaz(command, "--data", self.directory), *words)

    def test_an_untouched_copy_is_sound(self):
        for command in ("verify", "replay"):
            done = markaz(command, "--data", self.directory)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_changed_answer_is_named_by_its_entry(self):
        change(self.journal, "update entry set body = replace(body, '\"step\"', '\"stap\"') where number = ?", self.entry)
        self.assert_found(f"entry {self.entry}")

    def test_a_moved_instant_is_named_by_its_entry(self):
        change(self.journal, "update entry set at = at + 1 where number = ?", self.entry)
        self.assert_found(f"entry {self.entry}")

    def test_a_missing_entry_is_named(self):
        change(self.journal, "delete from entry where number = ?", self.entry)
        self.assert_found(f"entry {self.entry}", "is missing")

    def test_a_flipped_bit_of_a_body_is_named_by_its_entry(self):
        entry, body = rows(self.journal, "select number, body from entry where type = 'contact_arrived' limit 1 offset 900")[0]
        text = self.journal.read_bytes()
        places = [text.find(body.encode()), text.rfind(body.encode())]
        self.assertEqual(places[0], places[1], "the body stands once in the file")
        flip(self.journal, places[0] + body.index('"en"' if '"en"' in body else '"language"') + 2)
        self.assert_found(f"entry {entry}")

    def test_a_flipped_bit_of_an_entrys_number_is_found_and_told_in_one_line(self):
        number, body = rows(self.journal, "select number, body from entry where type = 'contact_arrived' limit 1 offset 900")[0]
        # A row's number stands before its content: https://www.sqlite.org/fileformat2.html#b_tree_pages, seven bits a byte.
        groups = [number >> shift & 0x7F for shift in (14, 7, 0)]
        while groups[0] == 0:
            groups.pop(0)
        key = bytes([each | 0x80 for each in groups[:-1]] + groups[-1:])
        text = self.journal.read_bytes()
        place = text.rindex(key, 0, text.index(body.encode()))
        flip(self.journal, place, 5)
        self.assert_refused(markaz("verify", "--data", self.directory), "journal.db")

    def test_a_changed_text_of_the_manual_is_named_and_no_centre_starts_with_it(self):
        change(self.journal, "update document set text = replace(text, '. ', '! ') where text like '%id: main-line%language: en%'")
        self.assert_found("document ", "is not as it was written")
        self.assert_refused(markaz("serve", "--data", self.directory, "--http", "127.0.0.1:0", "--https", "", "--sip", ""), "document ")

    def test_a_missing_text_of_the_manual_is_named(self):
        change(self.journal, "delete from document where text like '%id: closing-checklist%language: en%'")
        self.assert_refused(markaz("verify", "--data", self.directory), "is missing", "closing-checklist/closing-checklist")

    def test_what_stands_before_the_damage_is_salvaged_and_goes_on(self):
        change(self.journal, "update entry set body = replace(body, '\"step\"', '\"stap\"') where number = ?", self.entry)
        saved = self.home / "saved"
        done = markaz("salvage", saved, "--data", self.directory)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"entry {self.entry}", done.stderr)
        self.assertIn(f"entries up to {self.entry - 1}\n", done.stdout)
        self.assertEqual(markaz("replay", "--data", saved).returncode, 0)
        self.assertEqual(Server(saved, "--demo").start().stop(), 0)
        done = markaz("verify", "--data", saved)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assert_refused(markaz("salvage", saved, "--data", self.directory), "something is here already")

    def test_a_journal_that_is_sound_is_salvaged_whole(self):
        saved, last = self.home / "saved", rows(self.journal, "select max(number) from entry")[0][0]
        done = markaz("salvage", saved, "--data", self.directory)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn(f"entries up to {last}\n", done.stdout)
        self.assertEqual(rows(saved / "journal.db", "select * from entry"), rows(self.journal, "select * from entry"))

    def test_a_torn_file_gives_what_can_still_be_read(self):
        """Torn in the middle: each entry before the tear is kept, the first lost one is named."""
        size = self.journal.stat().st_size
        with open(self.journal, "r+b") as file:
            file.seek(size // 2)
            file.write(bytes(4096 * 8))
        saved = self.home / "saved"
        done = markaz("salvage", saved, "--data", self.directory)
        if done.returncode == 0:
            self.assertRegex(done.stderr, r"journal\.db entry \d+")
            self.assertEqual(markaz("replay", "--data", saved).returncode, 0)
        else:
            self.assert_refused(done, "journal.db")

    def test_a_damaged_end_keeps_the_centre_from_starting(self):
        last = rows(self.journal, "select max(number) from entry")[0][0]
        change(self.journal, "update entry set digest = digest + 1 where number = ?", last)
        self.assert_refused(markaz("serve", "--data", self.directory, "--http", "127.0.0.1:0", "--https", "", "--sip", ""), f"entry {last}")

    def test_no_flipped_bit_that_changes_what_is_read_goes_unseen(self):
        seed = int(os.environ.get("MARKAZ_SEED", random.SystemRandom().getrandbits(32)))
        print(f"MARKAZ_SEED={seed} flips the same bits again")
        chance = random.Random(seed)
        untouched = self.everything(self.sample / "journal.db")
        size = self.journal.stat().st_size
        for _ in range(FLIPS):
            place, bit = chance.randrange(size), chance.randrange(8)
            flip(self.journal, place, bit)
            with self.subTest(place=place, bit=bit):
                verified = markaz("verify", "--data", self.directory)
                if self.everything(self.journal) != untouched:
                    self.assert_refused(verified)
                else:  # Free space, or an index: it need not be seen, but nothing may break.
                    self.assertIn(verified.returncode, (0, 1))
            flip(self.journal, place, bit)

    @staticmethod
    def everything(path):
        """All that the journal says, read with another program than ours."""
        try:
            return [hash(tuple(rows(path, f"select * from {table}"))) for table in ("entry", "snapshot", "document")]
        except (sqlite3.Error, UnicodeDecodeError) as error:
            return str(error)


class Copies(Rebuilt):
    def test_a_backup_of_a_serving_centre_is_whole_and_says_the_same(self):
        directory = self.copy()
        centre = self.server(directory=directory)
        amal = centre.client("amal")
        done = threading.Event()
        acknowledged = []

        def work():
            while not done.is_set():
                acknowledged.append(amal.put("/api/v1/agents/me/presence", {"presence": ("ready", "away")[len(acknowledged) % 2]})["entry"])

        worker = threading.Thread(target=work)
        worker.start()
        try:
            eventually("work goes on", lambda: len(acknowledged) > 10)
            before = acknowledged[-1]
            copied = markaz("backup", self.home / "backup", "--data", directory)
            after = acknowledged[-1] + 1
        finally:
            done.set()
            worker.join()
        self.assertEqual((copied.returncode, copied.stderr), (0, ""))
        self.assertEqual(centre.stop(), 0, centre.said)

        restored = markaz("restore", self.home / "backup", "--data", self.home / "restored")
        self.assertEqual((restored.returncode, restored.stderr), (0, ""))
        verified = markaz("verify", "--data", self.home / "restored")
        self.assertEqual((verified.returncode, verified.stderr), (0, ""))
        entries = rows(self.home / "restored" / "journal.db", "select * from entry order by number")
        self.assertGreaterEqual(len(entries), before, "what was acknowledged before the backup is in it")
        self.assertEqual(entries, rows(directory / "journal.db", "select * from entry order by number")[:len(entries)])
        self.assertLess(before, after, "work went on during the backup")
        self.assertEqual(self.reports(self.home / "restored"), self.reports(directory))
        again = self.server(directory=self.home / "restored")
        self.assertIn(again.client("amal").get("/api/v1/desk")["agent"]["presence"], ("ready", "away"))

    def test_a_damaged_backup_is_not_restored(self):
        backup = self.copy()
        entry = rows(backup / "journal.db", "select number from entry where type = 'caller_left' limit 1")[0][0]
        change(backup / "journal.db", "update entry set at = at + 1 where number = ?", entry)
        self.assert_refused(markaz("restore", backup, "--data", self.home / "restored"), f"entry {entry}")
        self.assertEqual([each.name for each in self.home.iterdir() if "restored" in each.name], [])

    def test_neither_backup_nor_restore_writes_over_anything(self):
        directory, there = self.copy(), self.home / "there"
        there.mkdir()
        (there / "letter").write_text("dear")
        self.assert_refused(markaz("backup", there, "--data", directory), str(there))
        self.assert_refused(markaz("restore", directory, "--data", there), str(there))
        self.assertEqual([each.name for each in there.iterdir()], ["letter"])


class NewerDirectories(Rebuilt):
    def test_are_refused_by_every_command(self):
        for name in ("journal.db", "records.db"):
            directory = self.copy()
            change(directory / name, "pragma user_version = 99")
            commands = [("serve", "--http", "127.0.0.1:0", "--https", "", "--sip", ""), ("link", "amal"), ("verify",),
                        ("report", "--from", "2026-01-01T00:00:00Z", "--to", "2026-01-02T00:00:00Z")]
            for command in commands:
                if command[0] in ("link", "report") and name == "journal.db":
                    continue  # They read records alone.
                with self.subTest(file=name, command=command[0]):
                    self.assert_refused(markaz(*command, "--data", directory), name, "a newer program wrote this file (schema 99)")
            self.assertEqual(rows(directory / name, "pragma user_version"), [(99,)], "nothing was done to it")


if __name__ == "__main__":
    unittest.main(verbosity=2)
