#!/usr/bin/python3
"""What a newcomer meets in the first hour beside a taken port: other computers, and no network at all."""
import http.client
import socket
import subprocess
import sys
import unittest

import harness
from harness import CentreTest

# Without any network: a namespace in which the loopback alone is up, as on a laptop that is offline.
OFFLINE = """
import fcntl, os, socket, struct, sys
up = 0x1 | 0x40  # IFF_UP, IFF_RUNNING of netdevice(7)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", up))  # SIOCSIFFLAGS
os.execv(sys.argv[1], sys.argv[1:])
"""


def own_address():
    """The address at which others reach this computer; nothing where it has no network. No packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


class OtherComputers(CentreTest):
    def told(self, centre):
        """What ./run makes of the ready line for people."""
        node = subprocess.run([harness.ROOT / "tools" / "node"], capture_output=True, text=True, check=True).stdout.strip()
        line = "ready " + harness.json.dumps(centre.ready) + "\n"
        return subprocess.run([f"{node}/node", harness.ROOT / "tools" / "ready.mjs"], input=line, capture_output=True, text=True,
                              check=True, timeout=harness.PATIENCE).stdout

    def test_are_told_where_the_page_and_the_telephone_are_and_what_a_firewall_has_to_let_in(self):
        address = own_address()
        if not address:
            self.skipTest("this computer has no network")
        centre = self.server("--demo", "--rtp", "23000-23999", https=f"{address}:0", sip=f"{address}:0")
        sip, page, webrtc = centre.sip_port, int(centre.ready["https"].rsplit(":", 1)[1]), centre.ready["webrtc"]
        self.assertEqual(centre.ready["page_elsewhere"], [f"https://{address}:{page}"])
        self.assertEqual(centre.ready["sip_elsewhere"], [f"{address}:{sip}"])
        self.assertEqual(centre.ready["let_in"], [f"TCP {page} for the page", f"UDP {webrtc} for browsers that speak",
                                                  f"UDP and TCP {sip} for SIP", "UDP 23000-23999 for voice"])
        told = self.told(centre)
        for phone in centre.ready["phones"]:
            self.assertRegex(told, f"(?m)^ +{phone['user']} +{phone['password']} ")
        for word in centre.ready["let_in"] + centre.ready["sip_elsewhere"] + centre.ready["page_elsewhere"]:
            self.assertIn(f" {word}\n", told)

        # Whoever writes http for https is led to where a browser gives the microphone.
        plain = http.client.HTTPConnection(address, page, timeout=harness.PATIENCE)
        plain.request("GET", "/call")
        answer = plain.getresponse()
        self.assertEqual((answer.status, answer.getheader("Location")), (307, f"https://{address}:{page}/call"))
        plain.close()

    def test_without_a_network_this_computer_is_served_and_others_are_told_why_not(self):
        offline = ("unshare", "--user", "--map-root-user", "--net", sys.executable, "-c", OFFLINE)
        if subprocess.run([*offline, "/bin/true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("no namespace of a network may be made here")
        centre = self.server("--demo", https="0.0.0.0:0", under=offline)
        self.assertEqual((centre.ready["page_elsewhere"], centre.ready["sip_elsewhere"]), ([], []))
        self.assertRegex(self.told(centre), r"(?m)^ +from other computers +not reachable: no network")
        within = ("nsenter", "--target", str(centre.process.pid), "--user", "--net", "--preserve-credentials")
        look = f"import urllib.request; print(urllib.request.urlopen('{centre.ready['http']}/call', timeout=60).status)"
        looked = subprocess.run([*within, sys.executable, "-c", look], capture_output=True, text=True, check=False,
                                timeout=harness.PATIENCE * 2)
        self.assertEqual(looked.stdout, "200\n", looked.stderr)


if __name__ == "__main__":
    unittest.main()
