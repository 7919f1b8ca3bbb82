#!/usr/bin/python3
"""What a call costs: CPU of the server for each call that an agent takes, and for each caller who waits.

    bench/calls.py [--load PROGRAM] [--agents 200] [--rate 95] [--talk 2000] [--calls N] [--runs 3] [--place DIRECTORY]
    bench/calls.py --waiting 1000 [--music] [--place DIRECTORY]

The environment variable MARKAZ names the program. A centre is made over the API below DIRECTORY, with one queue without wrap-up, music and
recording, agents whose telephones have the fixed address 127.0.0.42:32000, and a trunk at 127.0.0.41.

The first form runs PROGRAM (or what MARKAZ_ACD_LOAD names) against it, which is called with the name of the run, the server's process, its
port, calls a second, calls, milliseconds of talk, and the number to dial; it prints what it found. The second lets callers wait where
no agent is ready. All that is measured of the server comes from /proc and /metrics.
"""
import argparse
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
import boards  # noqa: E402
from harness import Server, one_queue  # noqa: E402

TRUNK, DESKS, NUMBER = "127.0.0.41", "127.0.0.42:32000", "600"


def open_centre(place, agents, music):
    """A centre with one queue and so many agents, all of them ready."""
    manual = place / "manual" / "routing"
    manual.mkdir(parents=True)
    (manual / "routing.md").write_text(one_queue(f"music: {'true' if music else 'false'}, record: false"))
    server = Server(place / "data", "--manual", str(manual.parent)).start()
    admin = server.client("admin")
    admin.put("/api/v1/telephones/trunks/load", {"address": TRUNK})
    admin.put(f"/api/v1/telephones/numbers/{NUMBER}", {"queue": "calls", "language": "en"})
    for each in range(agents):
        name = f"a{each:04}"
        admin.put(f"/api/v1/telephones/devices/{name}", {"fixed_uri": f"sip:{name}@{DESKS}"})
        admin.post("/api/v1/people", {"login": name, "name": f"Agent {each}", "language": "en", "roles": ["agent"], "team": "day",
                                      "skills": [{"name": "calls", "level": 1}], "device": name})
    for each in range(agents):
        server.client(f"a{each:04}").put("/api/v1/agents/me/presence", {"presence": "ready"})
    return server


def counted(server):
    """The numbers that /metrics shows, by name."""
    with server.client("admin").opener.open(server.ready["http"] + "/metrics") as response:
        return dict(re.findall(r"^(\w+) (\d+)$", response.read().decode(), re.MULTILINE))


def run_load(server, options):
    calls = options.calls or int(options.rate * 30)
    before = counted(server)
    subprocess.run([options.load, f"markaz {options.agents} agents", str(server.process.pid), str(server.sip_port), f"{options.rate:g}",
                    str(calls), str(options.talk), NUMBER], check=False)
    after = counted(server)
    for name in ("markaz_journal_commits_total", "markaz_journal_entries_total"):
        print(f"{name} a call: {(int(after[name]) - int(before[name])) / calls:.2f}")


class Callers:
    """Callers who wait; all of them on one socket, and what they hear goes to another that nobody reads."""

    def __init__(self, server):
        self.server = server
        self.socket, self.sound = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        for each in (self.socket, self.sound):
            each.bind((TRUNK, 0))
        self.socket.settimeout(20)
        self.number = 0

    def send(self, method, call, to, sequence, body=""):
        here = "%s:%d" % self.socket.getsockname()
        lines = [f"{method} sip:{NUMBER}@127.0.0.1:{self.server.sip_port} SIP/2.0",
                 f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{method}{call}", "Max-Forwards: 70", f"From: <sip:c{call}@{TRUNK}>;tag=c{call}",
                 f"To: {to}", f"Call-ID: {call}@{here}", f"CSeq: {sequence} {method}", f"Contact: <sip:c{call}@{here}>",
                 *(["Content-Type: application/sdp"] if body else []), f"Content-Length: {len(body)}", "", body]
        self.socket.sendto("\r\n".join(lines).encode(), ("127.0.0.1", self.server.sip_port))

    def add(self):
        """One more caller, up to the answer."""
        self.number += 1
        to = f"<sip:{NUMBER}@127.0.0.1>"
        self.send("INVITE", self.number, to, 1, f"v=0\r\no=- 1 1 IN IP4 {TRUNK}\r\ns=-\r\nc=IN IP4 {TRUNK}\r\nt=0 0\r\n"
                                                f"m=audio {self.sound.getsockname()[1]} RTP/AVP 0\r\n")
        while True:
            response = self.socket.recv(4096).decode()
            if response.startswith("SIP/2.0 200") and f"Call-ID: {self.number}@" in response:
                break
        self.send("ACK", self.number, re.search(r"^To: (.*)\r$", response, re.MULTILINE)[1], 1)


def let_wait(server, count):
    pid, callers = server.process.pid, Callers(server)
    began, idle = boards.memory(pid), boards.cpu_seconds(pid)
    time.sleep(5)
    idle = (boards.cpu_seconds(pid) - idle) / 5
    before = boards.cpu_seconds(pid)
    for _ in range(count):
        callers.add()
    print(f"to take in: {(boards.cpu_seconds(pid) - before) / count * 1e3:.2f} ms of CPU a caller")
    for _ in range(3):
        before = boards.cpu_seconds(pid)
        time.sleep(10)
        spent = (boards.cpu_seconds(pid) - before) / 10
        print(f"{count} wait: {spent * 100:.1f} % of a core (without callers {idle * 100:.1f} %), "
              f"{(spent - idle) / count * 1e6:.1f} us a second and caller")
    print(f"memory: {(boards.memory(pid) - began) / count * 1024:.1f} kB a caller")


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--load", default=os.environ.get("MARKAZ_ACD_LOAD"), help="the program that makes the calls")
    words.add_argument("--agents", type=int, default=200)
    words.add_argument("--rate", type=float, default=95)
    words.add_argument("--talk", type=int, default=2000, help="milliseconds that an agent talks")
    words.add_argument("--calls", type=int, help="how many; 30 s of them if left out")
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--waiting", type=int, help="lets so many callers wait instead")
    words.add_argument("--music", action="store_true", help="who waits hears music")
    words.add_argument("--place", help="a directory on the disk that is measured")
    options = words.parse_args()
    if not options.waiting and not (options.load and os.access(options.load, os.X_OK)):
        print("calls: skipped: no program that makes the calls; name it with --load or MARKAZ_ACD_LOAD")
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # The server inherits it.
    with tempfile.TemporaryDirectory(prefix="markaz-bench-", dir=options.place) as place:
        server = open_centre(pathlib.Path(place), 0 if options.waiting else options.agents, options.music)
        try:
            if options.waiting:
                let_wait(server, options.waiting)
            else:
                for _ in range(options.runs):
                    run_load(server, options)
            print(f"fdatasync: {boards.quantiles(boards.flushes(place))}")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
