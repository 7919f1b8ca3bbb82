"""What black-box tests share: a server in a directory of its own, a client of its API, and telephones (baresip).

Nothing here knows the inside of the program: it is found by the environment variable MARKAZ, and everything is asked over HTTP or SIP.
"""
import array
import fcntl
import http.cookiejar
import json
import math
import os
import pathlib
import random
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import wave

ROOT = pathlib.Path(__file__).resolve().parent.parent
MARKAZ = os.environ.get("MARKAZ", str(ROOT / "build" / "markaz"))
PATIENCE = 60.0  # seconds that anything may take on a loaded machine; a test that waits for something fails after it


def markaz(*words, **options):
    """Runs one command of the program to its end; its output is text."""
    return subprocess.run([MARKAZ, *map(str, words)], capture_output=True, text=True, errors="backslashreplace", timeout=PATIENCE * 3,
                          **options)


def eventually(what, condition, patience=PATIENCE):
    """Waits until `condition()` gives something true, and returns it."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"never happened: {what}")


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status, self.body = status, body


class Client:
    """One person's browser: keeps the session's cookie."""

    def __init__(self, base):
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    @property
    def token(self):
        """The session's secret."""
        return next(iter(self.jar)).value

    def ask(self, method, path, body=None, headers=None):
        data = json.dumps(body).encode() if body is not None else None
        sent = {"X-Markaz": "1"} | ({"Content-Type": "application/json"} if data is not None else {}) | (headers or {})
        request = urllib.request.Request(self.base + path, method=method, data=data, headers=sent)
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                raw = response.read()
                return json.loads(raw) if response.headers.get("Content-Type", "").startswith("application/json") and raw else raw
        except urllib.error.HTTPError as error:
            raw = error.read().decode()
            try:
                raw = json.loads(raw)
            except ValueError:
                pass
            raise Refused(error.code, raw) from None

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def post(self, path, body=None):
        return self.ask("POST", path, body)

    def put(self, path, body=None):
        return self.ask("PUT", path, body)


class Server:
    """`markaz serve` on free ports."""

    def __init__(self, directory, *flags, sip="127.0.0.1:0", https="", under=()):
        self.directory, self.flags, self.sip, self.https = str(directory), flags, sip, https
        self.under = under  # the words of a program that runs it
        self.process, self.ready, self.links = None, None, {}
        self.said = ""  # on standard error, by all of its processes that have ended

    def launch(self):
        command = [*self.under, MARKAZ, "serve", "--data", self.directory, "--http", "127.0.0.1:0", "--https", self.https,
                   "--sip", self.sip, "--webrtc-port", "0", *self.flags]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def start(self):
        self.launch()
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE * 3)
        line = self.process.stdout.readline() if ready else ""
        if not line.startswith("ready "):
            self.process.kill()
            raise AssertionError("the server did not come up: " + line + self.process.stderr.read())
        self.ready = json.loads(line.split(" ", 1)[1])
        self.links |= self.ready["links"]
        return self

    @property
    def sip_port(self):
        return int(self.ready["sip"].rsplit(":", 1)[1])

    def client(self, login):
        """Signs somebody in by a new one-time link."""
        printed = subprocess.run([MARKAZ, "link", login, "--data", self.directory], capture_output=True, text=True, check=True).stdout
        signed_in = Client(self.ready["http"])
        signed_in.me = signed_in.post("/api/v1/session", {"token": printed.strip().split("token=")[1]})
        return signed_in

    def stop(self):
        """Ends it as an operator does, and waits until everything is stored. Tells its exit status."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)
        self.close()
        return self.process.returncode if self.process else None

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)
        self.close()

    def close(self):
        if self.process and not self.process.stderr.closed:
            self.said += self.process.stderr.read()
            self.process.stdout.close()
            self.process.stderr.close()


class CentreTest(unittest.TestCase):
    """A test with a directory of its own, whose servers and telephones end with it."""

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="markaz-test-"))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)

    def write_manual(self, **texts):
        """A folder with a manual of these procedures, each text under its id."""
        for name, text in texts.items():
            folder = self.home / "manual" / name
            folder.mkdir(parents=True)
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        return str(self.home / "manual")

    def server(self, *flags, directory=None, **options):
        made = Server(directory or self.home / "data", *flags, **options).start()
        self.addCleanup(made.stop)
        return made

    def phone(self, *arguments, **options):
        made = Phone(self.home / f"phone-{len(list(self.home.iterdir()))}", *arguments, **options)
        self.addCleanup(made.close)
        return made


def document(name, title, kind, purpose):
    """The beginning of a document of a manual."""
    return f"""---
id: {name}
title: {title}
kind: {kind}
department: service
audience: agent
language: en
owner: operations
approver: service
effective: 2026-01-01
review_every: 90d
---

## Purpose

{purpose}

"""


def one_queue(says):
    """The routing of a centre with the queue `calls`, which says so much besides."""
    return document("routing", "Decide who answers", "standard", "One queue, and whoever can take its calls.") + f"""```routing
queues:
  calls: {{title: "Calls", skills: {{calls: 1}}, ring: 15s, wrap_up: 0s, {says}}}
```
"""


def line(waiting):
    """The procedure `line`: the steps of a waiting caller, which begin with `wait` and lead to `help`, and an agent who helps."""
    return document("line", "Take a call", "procedure", "From the number to the agent.") + f"""## Instructions

1. Help the customer.

```flow
start: wait
steps:
  {waiting}
  help: {{do: "Help the customer.", next: done}}
  done: {{end: resolved}}
outcomes: {{resolved: "Resolved"}}
```

## Expected result

The customer has been helped.

## Examples

- **Given** a caller, **when** an agent answers, **then** they are helped.

```examples
helped:
  when: [{{answered: calls}}, {{done: help}}]
  then: {{outcome: resolved}}
```
"""


_claimed = []  # open files, whose locks keep ports from the other suites until this process ends


def free_port():
    """A port of loopback for UDP and TCP that stays free while this process lives, also between two starts of a program that uses it.

    It lies below the ports that the system gives to whoever asks for any, and outside those of the media: no connection of another
    suite takes it meanwhile. The ports of other suites are passed over by a lock on a file."""
    claims = pathlib.Path(tempfile.gettempdir()) / "markaz-test-ports"
    claims.mkdir(exist_ok=True)
    for port in random.sample(range(10000, 20000), 200):
        claim = open(claims / str(port), "w")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                with socket.socket(socket.AF_INET, kind) as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _claimed.append(claim)
        return port
    raise AssertionError("200 ports were tried between 10000 and 19999, and each is taken")


class Phone:
    """A SIP telephone that says one tone all the time and keeps what it hears in a file."""

    CONFIG = """
sip_listen 127.0.0.1:0
audio_player aubridge,heard
audio_source {source}
audio_alert aubridge,alert
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
call_max_calls 4
net_interface 127.0.0.1
rtp_ports 41000-41999
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module aubridge.so
module sndfile.so
snd_path {home}
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""

    def __init__(self, home, account, tone):
        """`account`: a line of baresip's accounts file; `tone`: a sound file, see tone_file()."""
        self.home = pathlib.Path(home)
        self.home.mkdir()
        control = free_port()
        (self.home / "config").write_text(self.CONFIG.format(home=self.home, control=control, source=f"aufile,{tone}"))
        (self.home / "accounts").write_text(account + "\n")
        self.log = open(self.home / "log", "w")
        self.process = subprocess.Popen(["baresip", "-f", str(self.home)], stdout=self.log, stderr=subprocess.STDOUT)
        self.events, self.buffer = [], b""
        try:
            self.control = eventually("the telephone listens", lambda: self._connect(control), 15)
        except AssertionError:
            self.process.kill()
            self.process.wait()
            self.log.close()
            raise AssertionError("the telephone did not start:\n" + (self.home / "log").read_text()) from None

    def _connect(self, port):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            return None

    def command(self, name, params=""):
        message = json.dumps({"command": name, "params": params}).encode()
        self.control.sendall(b"%d:%s," % (len(message), message))

    def read(self):
        """Takes in what the telephone has told by now."""
        while select.select([self.control], [], [], 0)[0]:
            got = self.control.recv(65536)
            if not got:
                break
            self.buffer += got
        while match := re.match(rb"(\d+):", self.buffer):
            size, begin = int(match[1]), match.end()
            if len(self.buffer) < begin + size + 1:
                break
            self.events.append(json.loads(self.buffer[begin:begin + size]))
            self.buffer = self.buffer[begin + size + 1:]

    def has_told(self, kind, times=1):
        self.read()
        return sum(event.get("type") == kind for event in self.events) >= times

    def wait_for(self, kind, times=1):
        try:
            eventually(kind, lambda: self.has_told(kind, times))
        except AssertionError:
            raise AssertionError(f"the telephone never told {kind}:\n" + (self.home / "log").read_text()) from None

    def heard(self):
        """What it has heard, call by call, as samples. Only after close()."""
        return [channels(file)[0] for file in sorted(self.home.glob("dump-*-dec.wav"))]

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.control.close()
        self.log.close()


def tone_file(path, pitch, seconds=60):
    """8 kHz, 16 bit, one channel."""
    samples = array.array("h", (int(8000 * math.sin(2 * math.pi * pitch * n / 8000)) for n in range(8000 * seconds)))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(samples.tobytes())
    return path


def mulaw(byte):
    """ITU-T G.711, one mu-law byte as a linear sample."""
    byte = ~byte & 0xFF
    magnitude = (((byte & 0x0F) << 3) + 0x84 << (byte >> 4 & 7)) - 0x84
    return -magnitude if byte & 0x80 else magnitude


def channels(path):
    """The channels of an 8 kHz WAV file (linear 16 bit or mu-law) as lists of samples."""
    raw = pathlib.Path(path).read_bytes() if not isinstance(path, bytes) else path
    assert raw[:4] == b"RIFF" and raw[8:12] == b"WAVE", "no WAV file"
    at, kind, count, data = 12, None, None, b""
    while at + 8 <= len(raw):
        name, size = raw[at:at + 4], int.from_bytes(raw[at + 4:at + 8], "little")
        body = raw[at + 8:at + 8 + size]
        if name == b"fmt ":
            kind, count = int.from_bytes(body[:2], "little"), int.from_bytes(body[2:4], "little")
        elif name == b"data":
            data = body if size else raw[at + 8:]
        at += 8 + size + size % 2
    if kind == 7:
        table = [mulaw(byte) for byte in range(256)]
        samples = [table[byte] for byte in data]
    else:
        samples = array.array("h", data[:len(data) // 2 * 2])
    return [samples[each::count] for each in range(count)]


def strength(samples, pitch):
    """Share of the energy that lies at `pitch` (Goertzel 1958), 0 to 1."""
    energy = sum(sample * sample for sample in samples)
    if not energy:
        return 0.0
    turn = 2 * math.cos(2 * math.pi * pitch / 8000)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + turn * last - before
    power = before * before + last * last - turn * before * last
    return 2 * power / (energy * len(samples))


def loudest(samples, pitch, span=4000):
    """The strongest share of `pitch` in any half second."""
    return max((strength(samples[at:at + span], pitch) for at in range(0, max(1, len(samples) - span), span)), default=0.0)
