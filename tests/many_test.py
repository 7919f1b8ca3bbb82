#!/usr/bin/python3
"""Several hundred agents talk at once over real SIP and real sound: each caller reached an agent of their own, and what each said stands
in a recording of its own, on its own channel."""
import math
import os
import shutil
import unittest

from harness import channels, eventually, free_port, loudest
from sipp import AGENT, CALLER, DESKS, NUMBER, SDP, TRUNK, OneQueue, speaks

AGENTS = 300
LISTENED = 300 if "MARKAZ_LONG" in os.environ else 12  # recordings whose sound is looked at
CALLS_PER_SECOND = 40
TALK_MS = 25_000  # so long that on a slow machine, too, the last begins before the first ends
CALLER_HZ, AGENT_HZ = 440, 1000


def mulaw(sample):
    """A linear sample of 16 bits as one mu-law byte (ITU-T G.711)."""
    sign, magnitude = (0x80, -sample) if sample < 0 else (0, sample)
    magnitude = min(magnitude, 32_635) + 132
    exponent = magnitude.bit_length() - 8
    return ~(sign | exponent << 4 | magnitude >> exponent + 3 & 0x0F) & 0xFF


def tone(path, pitch):
    """A second of the pitch, loud enough for a voice."""
    path.write_bytes(bytes(mulaw(int(12_000 * math.sin(2 * math.pi * pitch * at / 8000))) for at in range(8000)))
    return path


class Many(OneQueue):
    @unittest.skipUnless(shutil.which("sipp"), "sipp is not installed")
    def test_T31_three_hundred_agents_talk_at_once_and_each_voice_is_kept(self):
        desk_port = free_port()
        self.open_centre({f"a{each:04}": f"sip:a{each:04}@{DESKS}:{desk_port}" for each in range(AGENTS)}, "music: false")
        spoken = [SDP.replace("[auto_media_port]", "[rtpstream_audio_port]"),
                  speaks(tone(self.home / "agent.ulaw", AGENT_HZ)), speaks(tone(self.home / "caller.ulaw", CALLER_HZ))]
        self.sipp("agent", AGENT.format(sdp=spoken[0], talk=TALK_MS, sound=spoken[1]), DESKS, desk_port, "-mp", "41000")
        self.sipp("caller", CALLER.format(sdp=spoken[0], number=NUMBER, sound=spoken[2]), TRUNK, free_port(),
                  "-r", str(CALLS_PER_SECOND), "-m", str(AGENTS), "-l", "2000", "-mp", "45000")
        board = lambda: self.admin.get("/api/v1/board")["agents"]
        eventually("all of them talk at once", lambda: board()["talking"] == AGENTS, 90)
        eventually("all of them are free again", lambda: board()["ready"] == AGENTS, 90)
        eventually("the callers heard the end", lambda: len(self.ledger()["ended"]) == AGENTS, 30)
        self.assertEqual(self.ledger()["refused"], [])
        self.check_contacts()
        self.check_sound()

    def check_contacts(self):
        rows = eventually("the records hold them", lambda: len(found := self.admin_rows()) == AGENTS
                          and all(each["contact_end"] for each in found) and found)
        self.assertEqual({each["end"] for each in rows}, {"answered"})
        self.assertEqual(len({each["agent"]["id"] for each in rows}), AGENTS, "whoever has waited longest is next: nobody had two")
        for each in rows:
            self.assertAlmostEqual(each["talk_s"], TALK_MS / 1000, delta=5)

    def check_sound(self):
        files = eventually("each has its recording", lambda: len(found := sorted(self.home.glob("data/recordings/*/*.wav"))) == AGENTS
                           and found)
        for file in files[::AGENTS // LISTENED]:
            caller, agent = channels(file)
            for voice, own, other in ((caller, CALLER_HZ, AGENT_HZ), (agent, AGENT_HZ, CALLER_HZ)):
                self.assertGreater(loudest(voice, own), 0.8, file.name)
                self.assertLess(loudest(voice, other), 0.05, file.name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
