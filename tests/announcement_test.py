#!/usr/bin/python3
"""What a queue tells those who wait in it, as a caller hears it."""
import struct
import unittest

from harness import CentreTest, line, one_queue
from telephone import Sound, Telephone

TRUNK, NUMBER = "127.0.0.47", "600"
ROUTING = one_queue("""record: false, music: false, announce: {first: 1s, every: 1s, messages: {
    short: {text: "Hello."},
    long: {text: "You can see your balance and the last ten payments of your account at any hour in our app."}}}""")
LINE = line("""wait: {queue: calls, next: help}""")


class WhoWaits(CentreTest):
    def setUp(self):
        super().setUp()
        centre = self.server("--manual", self.write_manual(routing=ROUTING, line=LINE))
        self.caller = Telephone(TRUNK, centre.sip_port)
        self.addCleanup(self.caller.close)
        self.sound = Sound(self.caller.host)
        self.addCleanup(self.sound.close)
        admin = centre.client("admin")
        admin.put("/api/v1/telephones/trunks/carrier", {"address": TRUNK})
        admin.put(f"/api/v1/telephones/numbers/{NUMBER}", {"flow": "line", "language": "en"})

    def hear(self, count):
        """So many texts as mu-law. Without music no sound comes between them, and the clock of RTP (RFC 3550) says how long."""
        texts, text, clock = [], b"", None
        while len(texts) < count:
            packet = self.sound.socket.recv(2048)
            at, = struct.unpack("!I", packet[4:8])
            if clock is not None and (at - clock) % 2**32 > 4000:
                if text.strip(b"\xff"):
                    texts.append(text.strip(b"\xff"))
                text = b""
            text += packet[12:]
            clock = at
        return texts

    def test_hears_the_messages_of_the_queue_one_after_the_other(self):
        """The short one, the long one, and the short one again."""
        self.caller.call(NUMBER, port=self.sound.port)
        short, long, again = self.hear(3)
        self.assertGreater(len(long), 2 * len(short), "another text follows the first")
        self.assertAlmostEqual(len(again), len(short), delta=len(short) / 10, msg="after the last comes the first")
        self.assertGreater(len(set(short)), 50, "it is speech")


if __name__ == "__main__":
    unittest.main()
