#!/usr/bin/python3
"""How soon every open Desk knows of a manual that is published.

    bench/publication.py [--desks 200] [--times 10] [--place DIRECTORY]

The environment variable MARKAZ names the program. A sample centre is served below DIRECTORY; so many agents of its own are signed in,
and each follows their Desk from this process. Somebody publishes the sample manual again and again over the API, each time with one
sentence changed, while simulated callers are served. Printed are the times from the request to its answer, from the request to the last
Desk that names the new version, and, of the latter, the part after the instant of the entry. This process reads every Desk and shares
the machine with the server, so that the times are upper bounds.
"""
import argparse
import datetime
import pathlib
import re
import select
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse

import boards
from boards import Follower, cpu_seconds, flushes, quantiles, read_for

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from harness import ROOT, Client, Server, eventually  # noqa: E402

VERSION = re.compile(rb'"manual":(\d+)')
CHANGED = "difficult-customer/"


class Desk(Follower):
    """An open Desk: the version of the manual that it names, and since when."""

    topic = "desk.me"

    def take(self, now, begin, end):
        self.bytes += end - begin
        # The version in force stands last in the Desk; those of open guides and checklists come before.
        version = int(VERSION.findall(self.buffer, begin, end)[-1])
        if not self.frames or version != self.frames[-1][0]:
            self.frames.append((version, now))


def open_desks(server, count):
    admin = server.client("admin")
    address = urllib.parse.urlsplit(server.ready["http"])
    tokens = []
    for number in range(count):
        made = admin.post("/api/v1/people", {"login": f"agent-{number}", "name": f"Agent {number}", "language": "en", "roles": ["agent"],
                                             "team": "cards", "skills": [{"name": "cards", "level": 3}]})
        agent = Client(server.ready["http"])
        agent.post("/api/v1/session", {"token": made["link"].split("token=")[-1]})
        tokens.append(agent.token)
    poll, desks = select.epoll(), {}
    for token in tokens:
        desk = Desk((address.hostname, address.port), token)
        desks[desk.socket.fileno()] = desk
        poll.register(desk.socket, select.EPOLLIN)
        if len(desks) % 20 == 0:
            read_for(poll, desks, 0.02)
    eventually("every Desk is there", lambda: read_for(poll, desks, 0.1) or all(each.frames for each in desks.values()))
    return poll, desks


def documents(change):
    """The sample manual, with one sentence in one procedure that was never there before."""
    made = []
    for path in sorted((ROOT / "manual").rglob("*.md")):
        name, text = str(path.relative_to(ROOT / "manual")), path.read_text(encoding="utf-8")
        if name.startswith(CHANGED):
            text = re.sub(r"\nsource: [0-9a-f]+", "", text, count=1) + f"\n{change}\n"  # a translation is not behind
        made.append({"path": name, "text": text})
    return made


def measure(server, count, times, place):
    manager = server.client("manager")
    poll, desks = open_desks(server, count)
    answered, everywhere, told = [], [], []
    before = cpu_seconds(server.process.pid)
    for change in range(times):
        wanted = documents("Stay calm, and begin again." + " Again." * change)
        done = {}

        def publish():
            done["version"] = manager.post("/api/v1/manual", {"documents": wanted})["version"]
            done["at"] = time.time()

        asked = time.time()
        publisher = threading.Thread(target=publish)
        publisher.start()
        read_for(poll, desks, 60, lambda: done and all(each.frames[-1][0] == done["version"] for each in desks.values()))
        publisher.join()
        last = max(each.frames[-1][1] for each in desks.values())
        published = manager.get("/api/v1/manual/versions")[0]["published"]
        entry = datetime.datetime.fromisoformat(published.replace("Z", "+00:00")).timestamp()
        answered.append(done["at"] - asked)
        everywhere.append(last - asked)
        told.append(last - entry)
        read_for(poll, desks, 1)
    cpu = (cpu_seconds(server.process.pid) - before) / times
    print(f"{count} Desks, {times} publications of {len(wanted)} documents; {cpu:.2f} s of the server's CPU for each, all else included")
    for what, values in (("request to answer", answered), ("request to the last Desk", everywhere), ("entry to the last Desk", told)):
        print(f"{what}: middle {statistics.median(values):.3f} s, longest {max(values):.3f} s")
    print(f"fdatasync: {quantiles(flushes(place))}")


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--desks", type=int, default=200)
    words.add_argument("--times", type=int, default=10)
    words.add_argument("--place", help="a directory on the disk that is measured")
    options = words.parse_args()
    boards.allow_files(options.desks + 200)
    with tempfile.TemporaryDirectory(prefix="markaz-bench-", dir=options.place) as place:
        server = Server(pathlib.Path(place) / "data", "--demo").start()
        try:
            measure(server, options.desks, options.times, place)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
