"""A browser that a test drives: a Chromium whose microphone is a tone, by way of chromium.mjs and the page's own tools."""
import array
import json
import math
import pathlib
import select
import subprocess
import wave

from harness import PATIENCE, ROOT, eventually


def microphone(path, pitch, seconds=20):
    """What Chromium takes for a microphone: 48 kHz, 16 bit, one channel; it begins anew at its end."""
    samples = array.array("h", (int(8000 * math.sin(2 * math.pi * pitch * n / 48000)) for n in range(48000 * seconds)))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes(samples.tobytes())
    return path


class Chromium:
    """One browser with one page."""

    def __init__(self, home, pitch):
        home = pathlib.Path(home)
        node = subprocess.run([ROOT / "tools" / "node"], capture_output=True, text=True, check=True).stdout.strip()
        self.process = subprocess.Popen([pathlib.Path(node) / "node", ROOT / "tests" / "chromium.mjs",
                                         microphone(home / f"microphone-{pitch}.wav", pitch)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, command, **words):
        self.process.stdin.write(json.dumps({"command": command} | words) + "\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE * 2)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            raise AssertionError(f"the browser did not answer to {command}")
        answer = json.loads(line)
        if "failed" in answer:
            raise AssertionError(f"{command} {words}: {answer['failed']}\nThe page says:\n{answer['text']}")
        return answer["done"]

    def go(self, url):
        return self.ask("go", url=url)

    def reload(self):
        self.ask("reload")

    def wait(self, selector):
        self.ask("wait", selector=selector)

    def click(self, selector):
        self.ask("click", selector=selector)

    def evaluate(self, script):
        return self.ask("evaluate", script=script)

    def hears(self, pitch):
        """Waits until the loudest that it hears is this pitch."""
        heard = []

        def is_it():
            heard.append(self.evaluate("pitch()"))
            return abs(heard[-1] - pitch) < 15

        try:
            eventually(f"{pitch} Hz is heard", is_it)
        except AssertionError:
            raise AssertionError(f"{pitch} Hz was never heard; the last were {heard[-10:]}") from None

    def close(self):
        """Ends it as somebody who closes the window."""
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()
