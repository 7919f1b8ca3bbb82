#!/usr/bin/python3
"""What another system recorded is brought in: counted once, shown, reported, and taken away again."""
import csv
import gzip
import io
import os
import pathlib
import unittest

from harness import ROOT, CentreTest, Server, document, markaz, one_queue

SHARED = os.environ.get("MARKAZ_SHARED")
LOG = """1800000000|NONE|NONE|NONE|QUEUESTART|
1800000001|1800000001.1|sales|NONE|ENTERQUEUE||0211234567|1
1800000006|1800000001.1|sales|SIP/8001|RINGNOANSWER|4000
1800000011|1800000001.1|sales|SIP/8002|CONNECT|10|1800000009.9|2
1800000071|1800000001.1|sales|SIP/8002|COMPLETECALLER|10|60|1
1800000020|1800000020.2|sales|NONE|ENTERQUEUE||0217654321|1
1800000060|1800000020.2|sales|NONE|ABANDON|1|1|40
1800000100|1800000100.3|sales|NONE|ENTERQUEUE||0210000000|1
1800000103|1800000100.3|sales|NONE|ABANDON|1|1|3
1800000110|1800000110.4|sales|NONE|EXITEMPTY|1|1|5
this is no line
1800000120|1800000120.5|sales|SIP/8001|HOTDESK|x
1800000130|1800000130.6|sales|NONE|ENTERQUEUE||0219999999|1
1800000140|NONE|NONE|NONE|QUEUESTART|
1800000200|1800000200.7|sal"""
SPAN = ("--from", "2027-01-15T00:00:00Z", "--to", "2027-01-16T00:00:00Z")


def report(directory, *words, span=SPAN, by="queue", interval="1d"):
    done = markaz("report", "--data", directory, *span, "--by", by, "--interval", interval, "--format", "csv", *words)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def sizes(directory):
    return {file.name: file.stat().st_size for file in pathlib.Path(directory).iterdir()}


class QueueLog(CentreTest):
    def setUp(self):
        super().setUp()
        self.data = self.home / "centre"
        self.log = self.home / "queue_log"
        self.log.write_text(LOG)

    def take(self, *words, status=0):
        done = markaz("import", "queue-log", *words, "--data", self.data)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_calls_are_counted_by_their_ends_and_the_sum_is_whole(self):
        """[S2-08] [S2-09] Answered, lost by cause and cut off have a column each; together they are what was offered."""
        said = self.take(self.log)
        self.assertIn(f"{self.log}:11: set aside", said)
        self.assertIn(f"{self.log}:15: set aside: the last line is torn", said)
        self.assertIn(f"{self.log}:12: odd: the event is not known; it is kept: HOTDESK", said)
        row, = report(self.data)
        counts = {name: int(row[name]) for name in ("offered", "answered", "abandoned", "abandoned_short", "overflowed", "blocked",
                                                    "interrupted", "in_progress")}
        self.assertEqual(counts, {"offered": 5, "answered": 1, "abandoned": 2, "abandoned_short": 1, "overflowed": 1, "blocked": 0,
                                  "interrupted": 1, "in_progress": 0})
        self.assertEqual(float(row["wait_answered_s"]), 10)
        self.assertEqual(float(row["talk_s"]), 60)
        agents = {each["agent"]: each for each in report(self.data, by="agent")}
        self.assertEqual(agents["SIP/8002"]["answered"], "1")
        self.assertEqual(agents["SIP/8001"]["answered"], "0")

    def test_the_threshold_of_the_service_level_is_the_readers(self):
        """[S2-11] Known waits of 10 s give 0 or 100 % by the threshold that is asked."""
        self.take(self.log)
        within, = report(self.data, "--answer-within", "10s", "--short", "40s")
        beyond, = report(self.data, "--answer-within", "9s", "--short", "40s")
        self.assertEqual((float(within["service_level"]), float(beyond["service_level"])), (1, 0))

    def test_three_of_a_hundred_who_give_up_are_three_per_cent(self):
        """[S0-44] 97 answered, three abandoned after 3, 8 and 40 s; who hung up at once is left out by the threshold that is asked."""
        lines = []
        for number in range(100):
            at, call = 1800000000 + number * 60, f"1800000000.{number}"
            lines.append(f"{at}|{call}|sales|NONE|ENTERQUEUE||02155{number:05}|1")
            if number in (10, 40, 70):
                wait = {10: 3, 40: 8, 70: 40}[number]
                lines.append(f"{at + wait}|{call}|sales|NONE|ABANDON|1|1|{wait}")
            else:
                lines.append(f"{at + 10}|{call}|sales|SIP/8002|CONNECT|10|{at + 8}.1|2")
                lines.append(f"{at + 40}|{call}|sales|SIP/8002|COMPLETECALLER|10|30|1")
        self.log.write_text("\n".join(lines) + "\n")
        self.take(self.log)
        rates = {}
        for short in ("2s", "5s", "10s"):
            row, = report(self.data, "--short", short)
            self.assertEqual((row["offered"], row["abandoned"], float(row["abandon_rate"])), ("100", "3", 0.03))
            rates[short] = (row["abandoned_short"], float(row["abandon_rate_beyond_short"]))
        self.assertEqual(rates, {"2s": ("0", 0.03), "5s": ("1", round(2 / 99, 6)), "10s": ("2", round(1 / 98, 6))})

    def test_an_agent_is_not_judged_by_waits_and_abandons(self):
        """[T06] The report by agent has handling, and no service level, wait or abandonment; the queue's has all of them."""
        self.take(self.log)
        queue, = report(self.data)
        agent = next(row for row in report(self.data, by="agent") if row["agent"] == "SIP/8002")
        judged = ("service_level", "abandon_rate", "abandon_rate_beyond_short", "lost_rate", "asa")
        self.assertTrue(all(queue[name] for name in judged), queue)
        self.assertEqual([agent[name] for name in judged], [""] * len(judged))
        self.assertEqual(float(agent["aht"]), 60)

    def test_each_queue_is_held_to_the_standard_of_its_own(self):
        """[S4-07] The manager writes how fast each queue is answered; the same waits are judged by each, live and in the report."""
        two = one_queue("answer_within: 20s").replace(
            "```\n", '  loans: {title: "Loans", skills: {loans: 1}, ring: 15s, wrap_up: 0s, answer_within: 40s}\n```\n')
        self.assertIn("loans", two)
        standards = document("goals", "Answer in time", "standard", "How many are to be answered in time.") + """```standards
targets:
  - {metric: service_level, queue: calls, target: 90%}
  - {metric: service_level, queue: loans, target: 75%}
```
"""
        manual = self.write_manual(routing=two, goals=standards)
        centre = Server(self.data, "--manual", manual).start()
        self.addCleanup(centre.stop)
        board = centre.client("admin").get("/api/v1/board")
        self.assertEqual({row["id"]: (row["within_s"], row["goal_percent"]) for row in board["queues"]},
                         {"calls": (20, 90), "loans": (40, 75)})
        level = board["service_level"]
        self.assertEqual((level["metric"], level["version"], level["formula"]), ("service_level", 1, "metric.service_level.1"))
        self.assertIsNone(level["within_s"], "there is no one threshold of both")

        def waits(first):
            lines = []
            for number, (queue, wait) in enumerate((queue, wait) for queue in ("calls", "loans") for wait in (15, 20, 30, 50)):
                at, call = first + number * 100, f"{first}.{number}"
                lines.append(f"{at}|{call}|{queue}|NONE|ENTERQUEUE||0215550000{number}|1")
                lines.append(f"{at + wait}|{call}|{queue}|SIP/8002|CONNECT|{wait}|{at}.1|1")
                lines.append(f"{at + wait + 20}|{call}|{queue}|SIP/8002|COMPLETECALLER|{wait}|20|1")
            file = self.home / f"log-{first}"
            file.write_text("\n".join(lines) + "\n")
            self.take(file)
        waits(1800000000)
        levels = lambda: {(row["from"][:10], row["queue"]): float(row["service_level"])
                          for row in report(self.data, span=("--from", "2027-01-15T00:00:00Z", "--to", "2027-01-17T00:00:00Z"))}
        before = {("2027-01-15", "calls"): 0.5, ("2027-01-15", "loans"): 0.75}
        self.assertEqual(levels(), before)

        page = self.home / "manual" / "routing" / "routing.md"
        page.write_text(page.read_text(encoding="utf-8").replace("answer_within: 20s", "answer_within: 10s"), encoding="utf-8")
        done = markaz("import", "manual", manual, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        waits(1800086400)
        self.assertEqual(levels(), before | {("2027-01-16", "calls"): 0, ("2027-01-16", "loans"): 0.75},
                         "what had ended stays as it was judged")

    def test_the_wait_of_all_is_apart_from_that_of_the_answered(self):
        """[S0-40] Wait of all callers, abandoned included, differs from ASA."""
        self.take(self.log)
        row, = report(self.data)
        self.assertEqual(float(row["asa"]), 10)
        self.assertEqual(float(row["wait_all_s"]), 10 + 40 + 3 + 5 + 10)

    def test_imported_twice_it_is_counted_once_and_nothing_grows(self):
        self.take(self.log)
        before, counted = sizes(self.data), report(self.data)
        self.assertIn("imported before", self.take(self.log))
        self.assertEqual(sizes(self.data), before)
        self.assertEqual(report(self.data), counted)
        # A longer file that holds the same lines adds only what is new.
        self.log.write_text(LOG + "es|SIP/8001|CONNECT|3|1800000200.8|1\n")
        self.take(self.log)
        again, = report(self.data)
        self.assertEqual(int(again["offered"]), int(counted[0]["offered"]) + 1)

    def test_what_was_imported_is_named_and_taken_away(self):
        self.take(self.log)
        listed = markaz("import", "list", "--data", self.data, "--aside").stdout
        self.assertIn("this is no line", listed)
        segment = listed.split()[0]
        done = markaz("import", "remove", segment, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(report(self.data), [])
        self.assertEqual(markaz("import", "list", "--data", self.data).stdout, "")
        self.assertEqual(markaz("import", "remove", segment, "--data", self.data).returncode, 1)

    def test_a_centre_shows_contacts_and_timelines_and_goes_on_while_more_comes(self):
        """[S0-50] The list, the timeline and the numbers of an imported call, in a centre that runs."""
        self.take(self.log)
        centre = Server(self.data).start()
        self.addCleanup(centre.stop)
        client = centre.client("admin")
        page = client.get("/api/v1/contacts")
        self.assertEqual(page["total"], 5)
        answered, = client.get("/api/v1/contacts?end=answered")["rows"]
        self.assertEqual((answered["origin"], answered["queue"], answered["agent"]["name"]), ("imported", "sales", "SIP/8002"))
        self.assertEqual((answered["wait_s"], answered["talk_s"]), (10, 60))
        whole = client.get(f"/api/v1/contacts/{answered['contact']}")
        self.assertEqual([each["kind"] for each in whole["timeline"]],
                         ["contact_started", "visit_started", "assignment_moved", "assignment_ended", "assignment_moved", "visit_ended",
                          "assignment_moved", "assignment_ended", "contact_ended"])
        more = self.home / "more"
        more.write_text("1800001000|1800001000.1|sales|NONE|ENTERQUEUE||x|1\n1800001009|1800001000.1|sales|NONE|ABANDON|1|1|9\n")
        self.assertIn("a centre runs", self.take(more))
        self.assertEqual(client.get("/api/v1/contacts")["total"], 6)
        self.assertEqual(centre.stop(), 0, centre.said)
        (self.data / "records.db").unlink()
        self.assertEqual(Server(self.data).start().stop(), 0)
        self.assertEqual(int(report(self.data)[0]["offered"]), 6)
        self.assertEqual(markaz("replay", "--data", self.data).returncode, 0)

    def test_a_copy_holds_what_was_imported(self):
        self.take(self.log)
        copy, back = self.home / "copy", self.home / "back"
        self.assertEqual(markaz("backup", copy, "--data", self.data).returncode, 0)
        self.assertEqual(markaz("restore", copy, "--data", back).returncode, 0)
        self.assertEqual(report(back), report(self.data))
        self.assertEqual(markaz("import", "list", "--data", back).stdout, markaz("import", "list", "--data", self.data).stdout)

    def test_what_is_no_log_is_refused_and_leaves_nothing(self):
        self.take(self.log)
        before = sizes(self.data)
        for name, content in (("empty", b""), ("noise", bytes(range(256)) * 64), ("text", b"hello\nworld\n")):
            file = self.home / name
            file.write_bytes(content)
            self.assertIn("nothing in it can be read", self.take(file, status=1))
        self.assertIn("there is no such file", self.take(self.home / "nowhere", status=1))
        self.assertIn("there is no such file", self.take(self.home, status=1))
        self.assertIn("Mars", self.take(self.log, "--timezone", "Mars", status=2))
        self.assertEqual(set(sizes(self.data)), set(before))
        self.assertEqual(report(self.data)[0]["offered"], "5")


class Calls(CentreTest):
    MAP = ROOT / "tests" / "maps" / "anonymous-bank.yaml"

    def test_a_map_or_a_heading_that_does_not_fit_is_refused_by_line(self):
        file, wrong = self.home / "calls.csv", self.home / "map.yaml"
        file.write_text("a,b\n1,2\n")
        done = markaz("import", "calls", file, "--map", self.MAP, "--data", self.home / "centre")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"calls.csv: line 1: there is no column")
        wrong.write_bytes(b"source: \xff\n")
        done = markaz("import", "calls", file, "--map", wrong, "--data", self.home / "centre")
        self.assertEqual(done.returncode, 1)
        self.assertIn("map.yaml:1:", done.stderr)

    @unittest.skipUnless(SHARED, "MARKAZ_SHARED does not name the reference data")
    def test_the_anonymous_bank_is_reported_to_the_call(self):
        """[S2-08] [S2-11] [S0-40] Two months of a real centre: every figure of an independent report, by half hours and in sum."""
        bank, data = pathlib.Path(SHARED) / "data" / "anonbank", self.home / "centre"
        for month in ("01", "02"):
            file = self.home / f"{month}.csv"
            file.write_bytes(gzip.decompress((bank / f"calls_1999_{month}.csv.gz").read_bytes()))
            done = markaz("import", "calls", file, "--map", self.MAP, "--data", data)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("answered, but by no agent", done.stderr)
            self.assertIn("a length is negative", done.stderr)
        truth = {}
        for month in ("01", "02"):
            with open(bank / f"interval30_truth_1999_{month}.csv", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    truth[f"{row['date']}T{row['interval_start']}"] = row
        span = ("--from", "1999-01-01T00:00:00+02:00", "--to", "1999-03-01T00:00:00+02:00")
        found = {}
        names = (("offered", "offered"), ("answered", "answered"), ("abandoned", "abandoned"), ("answered_within", "answered_le_20s"),
                 ("wait_answered_s", "sum_wait_answered_s"), ("wait_all_s", "sum_wait_all_s"), ("wait_max_s", "max_wait_s"),
                 ("talk_s", "sum_service_s"))
        for row in report(data, span=span, by="centre", interval="30m"):
            # A new centre's clocks are UTC's; the bank's stood two hours later.
            hour = int(row["from"][11:13]) + 2
            day = int(row["from"][8:10])
            key = f"{row['from'][:8]}{day:02}T{hour:02}{row['from'][13:16]}"
            found[key] = row
        compared = 0
        for key, row in found.items():
            if int(key[11:13]) >= 24:
                continue
            self.assertEqual([float(row[ours]) for ours, _ in names], [float(truth[key][theirs]) for _, theirs in names], key)
            compared += 1
        self.assertGreater(compared, 1800)
        for month, offered, answered in (("01", 31359, 27060), ("02", 33066, 27162)):
            rows = [row for key, row in truth.items() if key[5:7] == month]
            self.assertEqual(sum(int(row["offered"]) for row in rows), offered)
        whole = report(data, span=span, by="centre", interval="1mo")
        self.assertEqual(sum(int(row["offered"]) for row in whole), 31359 + 33066)
        self.assertEqual(sum(int(row["answered"]) for row in whole), 27060 + 27162)


if __name__ == "__main__":
    unittest.main()
