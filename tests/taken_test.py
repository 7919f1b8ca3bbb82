#!/usr/bin/python3
"""What a newcomer meets when something already stands where the program wants to stand: one line says who it is and what to do."""
import re
import unittest

from harness import CentreTest, markaz


class APlaceThatIsTaken(CentreTest):
    def setUp(self):
        super().setUp()
        self.centre = self.server()
        self.other = self.home / "other"

    def refused(self, *flags):
        ended = markaz("serve", *flags)
        self.assertEqual((ended.returncode, ended.stdout), (1, ""))
        return ended.stderr

    def test_the_same_centre_twice_names_the_page_of_the_first(self):
        said = self.refused("--data", self.centre.directory, "--http", "127.0.0.1:0", "--https", "", "--sip", "127.0.0.1:0")
        self.assertRegex(said, f"{re.escape(self.centre.directory)}: this centre is already running, "
                               f"as process {self.centre.process.pid} at {re.escape(self.centre.ready['http'])}")

    def test_a_port_of_another_centre_names_its_holder_and_the_flag(self):
        page, telephone = self.centre.ready["http"].rsplit(":", 1)[1], str(self.centre.sip_port)
        for flag, port, flags in (("--http", page, ["--http", f"127.0.0.1:{page}", "--sip", "127.0.0.1:0"]),
                                  ("--sip", telephone, ["--http", "127.0.0.1:0", "--sip", f"127.0.0.1:{telephone}"])):
            said = self.refused("--data", self.other, "--https", "", *flags)
            self.assertRegex(said, f"{flag} 127.0.0.1:{port}: this port is taken by process {self.centre.process.pid} .*"
                                   f"choose another port: {flag} 127.0.0.1:\\d+")
            self.assertFalse(self.other.exists(), "nothing is made before the place is known to be free")


if __name__ == "__main__":
    unittest.main()
