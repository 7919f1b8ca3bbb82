#!/usr/bin/python3
"""Whatever strangers and carriers send to the telephone's port: the server stays, says nothing about it, and takes the next call.

The messages are those of MARKAZ_SHARED: torture tests of RFC 4475 and RFC 5118, what broke other servers, recordings of networks, and each
of them once more with some bytes changed. They come from a stranger's address and from a trunk's, which is let in further, in datagrams
and in streams. A program with address and undefined-behaviour sanitizers, where one is built, is asked the same as the usual one.
"""
import os
import pathlib
import random
import socket
import struct
import unittest

import harness
from harness import ROOT, CentreTest, one_queue
from sipp import DESKS, NUMBER, TRUNK
from telephone import Telephone

SHARED = os.environ.get("MARKAZ_SHARED", "")
LONG = "MARKAZ_LONG" in os.environ
MUTATIONS = 20 if LONG else 1  # of each message
PACKETS = 200 if LONG else 20  # of each recording
FOLDERS = ("sip-rfc4475", "sip-rfc5118", "sip-fuzz-seeds", "sip-messages", "sip-advisory-regressions")
STRANGER = "127.0.0.99"
SANITIZED = ROOT / "build" / "asan" / "markaz"
LARGEST_DATAGRAM = 65507


def payloads(pcap):
    """What was carried by UDP in a recording of a network (libpcap's own format, Ethernet or Linux cooked)."""
    if pcap[:4] not in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1"):
        return
    ethernet = {1: 14, 101: 0, 113: 16}.get(struct.unpack_from("<I", pcap, 20)[0])
    at = 24
    while ethernet is not None and at + 16 <= len(pcap):
        size = struct.unpack_from("<I", pcap, at + 8)[0]
        packet = pcap[at + 16 + ethernet:at + 16 + size]
        at += 16 + size
        if len(packet) > 28 and packet[0] >> 4 == 4 and packet[9] == 17:
            yield packet[(packet[0] & 15) * 4 + 8:]


def messages():
    """All of them; a file that is a recording gives what was carried in it."""
    root = pathlib.Path(SHARED) / "corpora"
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if file.is_file() and file.suffix != ".md":
                yield file.read_bytes()
    for file in sorted((root / "pcap-voip").rglob("*.pcap")):
        yield from list(payloads(file.read_bytes()))[:PACKETS]


def changed(message, chance):
    """Some bytes of it are others, are gone, or stand twice."""
    text = bytearray(message)
    for _ in range(chance.randint(1, 8)):
        if not text:
            break
        at = chance.randrange(len(text))
        match chance.randrange(4):
            case 0:
                text[at] = chance.randrange(256)
            case 1:
                del text[at:at + chance.randint(1, 20)]
            case 2:
                text[at:at] = text[at:at + chance.randint(1, 200)]
            case 3:
                text[at:at] = chance.choice([b"\r\n", b"\0", b"%s%n", b"4294967296", b";" * 300, b"\xff\xfe", b"<sip:"])
    return bytes(text)


class Hostile(CentreTest):
    program = harness.MARKAZ

    def setUp(self):
        if not SHARED or not (pathlib.Path(SHARED) / "corpora").is_dir():
            self.skipTest("MARKAZ_SHARED names no directory with corpora")
        super().setUp()
        self.addCleanup(setattr, harness, "MARKAZ", harness.MARKAZ)
        harness.MARKAZ = str(self.program)
        self.centre = self.server("--manual", self.write_manual(routing=one_queue("music: false, record: false")))
        self.desk = self.telephone(DESKS)
        self.admin = self.centre.client("admin")
        self.admin.put("/api/v1/telephones/trunks/load", {"address": TRUNK})
        self.admin.put(f"/api/v1/telephones/numbers/{NUMBER}", {"queue": "calls", "language": "en"})
        self.admin.put("/api/v1/telephones/devices/desk", {"fixed_uri": f"sip:desk@{self.desk.host}:{self.desk.port}"})
        self.admin.post("/api/v1/people", {"login": "desk", "name": "Desk", "language": "en", "roles": ["agent"], "team": "day",
                                           "skills": [{"name": "calls", "level": 1}], "device": "desk"})
        self.agent = self.centre.client("desk")

    def telephone(self, host):
        made = Telephone(host, self.centre.sip_port)
        self.addCleanup(made.close)
        return made

    def call_works(self):
        """A call from the trunk to the agent and back to silence."""
        self.agent.put("/api/v1/agents/me/presence", {"presence": "ready"})
        caller = self.telephone(TRUNK)
        caller.call(NUMBER)
        ring = self.desk.wait_for("INVITE")
        self.desk.answer(ring)
        self.desk.end_answered(ring)
        caller.reply(caller.wait_for("BYE"), "200 OK")
        caller.close()
        self.agent.put("/api/v1/agents/me/presence", {"presence": "break"})

    def test_the_server_stays_and_takes_the_next_call_whatever_comes(self):
        seed = int(os.environ.get("MARKAZ_SEED", random.SystemRandom().getrandbits(32)))
        print(f"MARKAZ_SEED={seed} changes the same bytes again")
        chance, sent = random.Random(seed), 0
        self.call_works()
        senders = [self.telephone(host).socket for host in (STRANGER, TRUNK)]
        for number, message in enumerate(messages()):
            for each in [message, *(changed(message, chance) for _ in range(MUTATIONS))]:
                for sender in senders:
                    sender.sendto(each[:LARGEST_DATAGRAM], ("127.0.0.1", self.centre.sip_port))
                    sent += 1
            self.send_in_a_stream(message)
            if number % 100 == 99:
                self.still_there()
        self.call_works()
        self.assertEqual(self.centre.stop(), 0)
        print(f"{sent} datagrams; {self.program}")
        # libre tells of a connection that was cut while it answered; of what strangers send it tells nothing.
        said = [line for line in self.centre.said.splitlines() if not line.startswith("tcp: send: write(): ")]
        self.assertEqual(said, [], "it says nothing about what strangers send")

    def send_in_a_stream(self, message):
        with socket.create_connection(("127.0.0.1", self.centre.sip_port)) as stream:
            try:
                stream.sendall(message)
            except OSError:  # It may well be closed in our face.
                pass

    def still_there(self):
        self.assertIsNone(self.centre.process.poll(), "the server is gone")
        self.admin.get("/api/v1/telephones")


@unittest.skipUnless(LONG and SANITIZED.exists(), "needs ./test --long, which builds the program with sanitizers")
class HostileToTheSanitized(Hostile):
    program = SANITIZED


if __name__ == "__main__":
    unittest.main(verbosity=2)
