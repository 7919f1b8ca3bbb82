#!/usr/bin/python3
"""What it costs to show the Board on many screens, and how late each shows what has happened.

    bench/boards.py [--followers 2000] [--seconds 20] [--place DIRECTORY]

The environment variable MARKAZ names the program. A sample centre is served below DIRECTORY, followers of the topic board.all connect
to it from this process, and somebody changes their presence about three times a second, so that nearly every beat brings a new Board.
All that is measured of the server comes from /proc. This process shares the machine with the server and reads every frame: where it
has no CPU time left, the times to a frame are upper bounds, and its own CPU time stands beside them.
"""
import argparse
import base64
import bisect
import datetime
import os
import pathlib
import random
import re
import resource
import select
import socket
import statistics
import struct
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from harness import Server, eventually  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
LARGEST_FRAME = 1 << 20
NUMBER, ENTRY, AT = (re.compile(pattern) for pattern in (rb'"number":(\d+)', rb'"entry":(\d+)', rb'"at":"([^"]+)"'))


class Follower:
    """A screen: one WebSocket (RFC 6455), and when it got which Board."""

    topic = "board.all"

    def __init__(self, place, token):
        self.socket = socket.create_connection(place, timeout=60)
        self.buffer, self.frames, self.bytes = bytearray(), [], 0
        lines = [f"GET /api/v1/live?topics={self.topic} HTTP/1.1", f"Host: {place[0]}:{place[1]}", "Connection: Upgrade",
                 "Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
                 f"Cookie: markaz={token}", "", ""]
        self.socket.sendall("\r\n".join(lines).encode())
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.received()
        head, _, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101 "):
            raise SystemExit(f"boards: the server says: {head.decode(errors='replace')}")
        self.buffer = bytearray(rest)
        self.socket.setblocking(False)

    def received(self):
        got = self.socket.recv(1 << 18)
        if not got:
            raise SystemExit("boards: the server has closed a follower's connection")
        return got

    def read(self):
        """Takes in what has arrived. The time of a frame is when its last byte was read."""
        self.buffer += self.received()
        now, at = time.time(), 0
        while (frame := self.frame_at(at)) is not None:
            kind, begin, end = frame
            if kind == 1:
                self.take(now, begin, end)
            elif kind == 9:
                self.pong(bytes(self.buffer[begin:end]))
            elif kind == 8:
                raise SystemExit(f"boards: the server has dropped a follower: {struct.unpack('!H', self.buffer[begin:begin + 2])[0]}")
            at = end
        del self.buffer[:at]

    def frame_at(self, at):
        """The kind of a whole frame, and where its content begins and ends. Servers mask nothing and Boards come in one piece."""
        have = len(self.buffer) - at
        if have < 2:
            return None
        length, head = self.buffer[at + 1] & 0x7F, 2
        if length >= 126:
            head = 4 if length == 126 else 10
            if have < head:
                return None
            length = int.from_bytes(self.buffer[at + 2:at + head], "big")
        if length > LARGEST_FRAME:
            raise SystemExit(f"boards: a frame of {length} bytes")
        return None if have < head + length else (self.buffer[at] & 0x0F, at + head, at + head + length)

    def take(self, now, begin, end):
        self.bytes += end - begin
        number, entry = (int(name.search(self.buffer, begin, end)[1]) for name in (NUMBER, ENTRY))
        self.frames.append((entry, now, number, bytes(AT.search(self.buffer, begin, end)[1])))

    def pong(self, content):
        # All zeros is a mask as good as any on the loopback.
        self.socket.sendall(bytes([0x8A, 0x80 | len(content), 0, 0, 0, 0]) + content)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid):
    """Resident megabytes."""
    return int(re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def read_for(poll, followers, seconds, done=lambda: False):
    """Lets all followers read until the time is over, or until `done`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not done():
        for descriptor, _ in poll.poll(0.05):
            followers[descriptor].read()


def act(agent, seconds, happened):
    """Declares presences at instants that keep no step with the beat of the Board; notes entry and time of asking."""
    until, presence = time.monotonic() + seconds, "away"
    while time.monotonic() < until:
        asked = time.time()
        happened.append((agent.put("/api/v1/agents/me/presence", {"presence": presence})["entry"], asked))
        presence = "away" if presence == "break" else "break"
        time.sleep(random.uniform(0.1, 0.5))


def quantiles(values):
    values = sorted(values)
    return f"p50 {statistics.median(values) * 1000:.1f} ms, p99 {values[int(len(values) * 0.99)] * 1000:.1f} ms"


def flushes(place):
    """How long the disk takes to keep 4 KiB."""
    took = []
    with tempfile.TemporaryFile(dir=place) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            file.flush()
            began = time.monotonic()
            os.fdatasync(file.fileno())
            took.append(time.monotonic() - began)
    return took


def lateness(followers, happened):
    """From asking for something to the first Board that holds it, for each follower."""
    late = []
    for follower in followers.values():
        entries = [frame[0] for frame in follower.frames]
        for entry, asked in happened:
            late.append(follower.frames[bisect.bisect_left(entries, entry)][1] - asked)
    return late


def on_the_way(followers):
    """From the instant that a Board says of itself to its arrival. The first, a snapshot, is as old as the wait for it."""
    return [now - datetime.datetime.fromisoformat(at.decode().replace("Z", "+00:00")).timestamp()
            for follower in followers.values() for _, now, _, at in follower.frames[1:]]


def measure(server, count, seconds, place):
    pid = server.process.pid
    address = urllib.parse.urlsplit(server.ready["http"])
    token = server.client("board").token
    agent = server.client("amal")
    alone = memory(pid)
    before = cpu_seconds(pid)
    time.sleep(5)
    idle = (cpu_seconds(pid) - before) / 5

    poll, followers = select.epoll(), {}
    for _ in range(count):
        follower = Follower((address.hostname, address.port), token)
        followers[follower.socket.fileno()] = follower
        poll.register(follower.socket, select.EPOLLIN)
        if len(followers) % 50 == 0:
            read_for(poll, followers, 0.05)
    eventually("everybody has a first Board", lambda: read_for(poll, followers, 0.1) or all(each.frames for each in followers.values()))
    for follower in followers.values():
        follower.frames, follower.bytes = follower.frames[-1:], 0

    happened = []
    actor = threading.Thread(target=act, args=(agent, seconds, happened))
    before, mine, began = cpu_seconds(pid), time.process_time(), time.monotonic()
    actor.start()
    read_for(poll, followers, seconds * 3, lambda: not actor.is_alive())
    took, spent, mine = time.monotonic() - began, cpu_seconds(pid) - before, time.process_time() - mine
    most = memory(pid)
    last = max(entry for entry, _ in happened)
    read_for(poll, followers, 60, lambda: all(each.frames[-1][0] >= last for each in followers.values()))

    frames = sum(len(each.frames) - 1 for each in followers.values())
    gaps = sum(later[2] - earlier[2] != 1 for each in followers.values() for earlier, later in zip(each.frames, each.frames[1:]))
    print(f"{count} followers, {len(happened)} events in {took:.0f} s: {frames / took:.0f} frames a second of"
          f" {sum(each.bytes for each in followers.values()) / max(1, frames) / 1000:.1f} kB; frames that were left out: {gaps}")
    print(f"server: {spent / took:.2f} CPU seconds a second (without followers {idle:.2f}), {spent / max(1, frames) * 1e6:.0f} us a frame")
    print(f"server: {most:.0f} MB resident, {alone:.0f} MB without followers, {(most - alone) / count * 1024:.0f} kB a follower")
    print(f"event to frame: {quantiles(lateness(followers, happened))} (a Board is sent every 250 ms at most)")
    print(f"Board made to frame read: {quantiles(on_the_way(followers))}")
    print(f"this reader: {mine / took:.2f} CPU seconds a second")
    print(f"fdatasync: {quantiles(flushes(place))}")


def allow_files(needed):
    """Lets this process, and the server that inherits it, have so many open files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < needed:
        sys.exit(f"bench: {needed} open files are needed, and the limit is {most}; raise it with `ulimit -Hn {needed}` as root")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--followers", type=int, default=2000)
    words.add_argument("--seconds", type=float, default=20)
    words.add_argument("--place", help="a directory on the disk that is measured")
    options = words.parse_args()
    allow_files(options.followers + 200)
    with tempfile.TemporaryDirectory(prefix="markaz-bench-", dir=options.place) as place:
        server = Server(pathlib.Path(place) / "data", "--demo").start()
        try:
            measure(server, options.followers, options.seconds, place)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
