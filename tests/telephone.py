"""A telephone on a UDP socket, by hand: enough of SIP to call, to answer, to press keys, and to hang up or be hung up."""
import math
import re
import socket
import struct
import time

ROWS, COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477, 1633)  # Hz, ITU-T Q.23
KEYPAD = "123A456B789C*0#D"
FRAME = 160  # samples of 20 ms


def header(message, name):
    return re.search(rf"^{name}: (.*?)\r$", message, re.MULTILINE)[1]


def to_mulaw(sample):
    """ITU-T G.711: a linear sample of 16 bits as one mu-law byte."""
    sign, magnitude = (0x80 if sample < 0 else 0), min(abs(sample), 32635) + 0x84
    exponent = max(0, magnitude.bit_length() - 8)
    return ~(sign | exponent << 4 | magnitude >> exponent + 3 & 0x0F) & 0xFF


def key_sound(key, milliseconds):
    """The two tones of a key in mu-law."""
    row, column = ROWS[KEYPAD.index(key) // 4], COLUMNS[KEYPAD.index(key) % 4]
    return bytes(to_mulaw(round(5000 * math.sin(2 * math.pi * row * n / 8000) + 5000 * math.sin(2 * math.pi * column * n / 8000)))
                 for n in range(8 * milliseconds))


def media_of(answer):
    """Host and port to which an answer wants the sound."""
    return re.search(r"^c=IN IP4 (.*?)\r$", answer, re.MULTILINE)[1], int(re.search(r"^m=audio (\d+) ", answer, re.MULTILINE)[1])


def tone(pitch, seconds):
    """A sine in mu-law."""
    return bytes(to_mulaw(round(8000 * math.sin(2 * math.pi * pitch * n / 8000))) for n in range(round(8000 * seconds)))


class Sound:
    """The sound of one call: RTP (RFC 3550) with mu-law, a frame each 20 ms."""

    def __init__(self, host):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.settimeout(15)
        self.port, self.number = self.socket.getsockname()[1], 0

    def say(self, codes, answer):
        """Says it as fast as it is spoken."""
        began, to = time.monotonic(), media_of(answer)
        for turn, at in enumerate(range(0, len(codes), FRAME)):
            time.sleep(max(0, began + turn * 0.02 - time.monotonic()))
            self.socket.sendto(struct.pack("!BBHII", 0x80, 0, self.number & 0xFFFF, self.number * FRAME, 7) + codes[at:at + FRAME], to)
            self.number += 1

    def hear(self, is_enough):
        """Listens until what has been heard so far, as mu-law, is enough. Gives up when nothing is heard for long."""
        heard = b""
        while not is_enough(heard):
            heard += self.socket.recv(2048)[12:]
        return heard

    def close(self):
        self.socket.close()


class Telephone:
    def __init__(self, host, server_port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.settimeout(30)
        self.host, self.port = self.socket.getsockname()
        self.server = ("127.0.0.1", server_port)
        self.calls, self.sequence = 0, 1
        self.shows = "+60312345678"  # the number from which it calls

    def sdp(self, formats="0", port=9):
        return f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\nm=audio {port} RTP/AVP {formats}\r\n"

    def send(self, first, headers, body="", kind="application/sdp"):
        lines = [first, *headers, *([f"Content-Type: {kind}"] if body else []), f"Content-Length: {len(body)}", "", body]
        self.socket.sendto("\r\n".join(lines).encode(), self.server)

    def wait_for(self, begin):
        while True:
            message = self.socket.recv(65536).decode()
            if message.startswith(begin):
                return message

    def hears_nothing_of(self, begin, seconds):
        """True when nothing that begins so has come within so long."""
        until = time.monotonic() + seconds
        try:
            while (left := until - time.monotonic()) > 0:
                self.socket.settimeout(left)
                if self.socket.recv(65536).decode().startswith(begin):
                    return False
        except TimeoutError:
            pass
        finally:
            self.socket.settimeout(30)
        return True

    # ---- A call of ours: one at a time ----

    def request(self, method, body="", kind="application/sdp", sequence=None):
        self.sequence = sequence or self.sequence + 1
        self.send(f"{method} sip:{self.number}@127.0.0.1 SIP/2.0",
                  [f"Via: SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK{method}{self.port}-{self.calls}-{self.sequence}",
                   "Max-Forwards: 70", f"From: <sip:{self.shows}@{self.host}>;tag={self.calls}", f"To: {self.to}",
                   f"Call-ID: {self.calls}-{self.port}@{self.host}", f"CSeq: {self.sequence} {method}",
                   f"Contact: <sip:{self.shows}@{self.host}:{self.port}>"], body, kind)

    def first_answer(self, sdp):
        """A request that was lost on the way, as in a flood, is sent again (RFC 3261 section 17.1.1.2)."""
        for pause in (0.5, 1, 2, 4, 8, 16):
            self.request("INVITE", sdp, sequence=1)
            self.socket.settimeout(pause)
            try:
                return self.wait_for("SIP/2.0 ")
            except TimeoutError:
                pass
            finally:
                self.socket.settimeout(30)
        raise TimeoutError("nothing answers the INVITE")

    def invite(self, number, sdp):
        """Calls; the final response."""
        self.number, self.to = number, f"<sip:{number}@127.0.0.1>"
        self.calls += 1
        response = self.first_answer(sdp)
        while response.startswith("SIP/2.0 1"):
            response = self.wait_for("SIP/2.0 ")
        self.to = header(response, "To")
        return response

    def call(self, number, formats="0", port=9):
        """Calls and is answered; the answer. Our sound comes and goes at that port."""
        answer = self.invite(number, self.sdp(formats, port))
        assert answer.startswith("SIP/2.0 200"), answer
        self.request("ACK", sequence=1)
        return answer

    def press(self, key):
        """By INFO."""
        self.request("INFO", f"Signal={key}\r\nDuration=160\r\n", "application/dtmf-relay")

    def say_key(self, key, answer):
        """As tones in the sound, for a tenth of a second, after some silence and before some."""
        silence = b"\xff" * FRAME * 10
        sound = silence + key_sound(key, 100) + silence
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as rtp:
            rtp.bind((self.host, 0))
            began = time.monotonic()
            for number, at in enumerate(range(0, len(sound), FRAME)):
                time.sleep(max(0, began + number * 0.02 - time.monotonic()))
                rtp.sendto(struct.pack("!BBHII", 0x80, 0, number, at, 7) + sound[at:at + FRAME], media_of(answer))

    def hang_up(self):
        self.request("BYE")

    # ---- A call to us ----

    def reply(self, request, status, body=""):
        vias = re.findall(r"^Via: .*?(?=\r$)", request, re.MULTILINE)
        to = header(request, "To")
        self.send(f"SIP/2.0 {status}", [*vias, f"From: {header(request, 'From')}", f"To: {to if 'tag=' in to else to + ';tag=2'}",
                                        f"Call-ID: {header(request, 'Call-ID')}", f"CSeq: {header(request, 'CSeq')}",
                                        f"Contact: <sip:desk@{self.host}:{self.port}>"], body)

    def answer(self, ring):
        self.reply(ring, "200 OK", self.sdp())
        self.wait_for("ACK")

    def end_answered(self, ring):
        """Hangs up a call to us that we answered."""
        call = header(ring, "Call-ID")
        self.send(f"BYE {header(ring, 'Contact').strip('<>')} SIP/2.0",
                  [f"Via: SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bKbye{call}", "Max-Forwards: 70",
                   f"From: {header(ring, 'To')};tag=2", f"To: {header(ring, 'From')}", f"Call-ID: {call}", "CSeq: 2 BYE"])

    def close(self):
        self.socket.close()
