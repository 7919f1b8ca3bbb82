"""A centre with one queue whose callers and agents are sipp (or anything else that speaks SIP), by the hundred."""
import collections
import re
import sqlite3
import subprocess

from harness import CentreTest, free_port, one_queue

TRUNK, DESKS, NUMBER = "127.0.0.41", "127.0.0.42", "600"
SDP = """v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [auto_media_port] RTP/AVP 0
"""
CALLER = """<?xml version="1.0"?>
<scenario name="caller">
<send retrans="500"><![CDATA[
INVITE sip:{number}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:c[call_number]@[local_ip]>;tag=[pid]c[call_number]
To: <sip:{number}@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:c[call_number]@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

{sdp}]]></send>
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
<recv response="503" optional="true" next="refused"/>
<recv response="200" rrs="true"><action><log message="answered [call_id]"/></action></recv>
<send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:c[call_number]@[local_ip]>;tag=[pid]c[call_number]
To: <sip:{number}@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Contact: <sip:c[call_number]@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Length: 0

]]></send>
{sound}<recv request="BYE"><action><log message="ended [call_id]"/></action></recv>
<send next="over"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
<label id="refused"/>
<send><![CDATA[
ACK sip:{number}@[remote_ip]:[remote_port] SIP/2.0
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<nop><action><log message="refused [call_id]"/></action></nop>
<label id="over"/>
</scenario>
"""
AGENT = """<?xml version="1.0"?>
<scenario name="agent">
<recv request="INVITE" rrs="true"><action><ereg regexp=".*" search_in="hdr" header="From:" assign_to="1"/>
<ereg regexp=".*" search_in="hdr" header="To:" assign_to="2"/></action></recv>
<send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[pid]a[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:agent@[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

{sdp}]]></send>
<recv request="ACK"/>{sound}
<pause milliseconds="{talk}"/>
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From:[$2];tag=[pid]a[call_number]
To:[$1]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200" optional="true" next="over"/>
<recv response="481"/>
<label id="over"/>
</scenario>
"""


def speaks(file):
    """Lets a scenario send this file (mu-law, without a header) again and again while the call lasts."""
    return f'<nop><action><exec rtp_stream="{file},-1,0,PCMU/8000"/></action></nop>\n'


class OneQueue(CentreTest):
    def open_centre(self, desks, says="music: false, record: false"):
        """A centre with one queue that says so much, and with agents whose telephones stand at these URIs; all of them ready."""
        self.centre = self.server("--manual", self.write_manual(routing=one_queue(says)), sip=f"127.0.0.1:{free_port()}")
        self.admin = self.centre.client("admin")
        self.admin.put("/api/v1/telephones/trunks/load", {"address": TRUNK})
        self.admin.put(f"/api/v1/telephones/numbers/{NUMBER}", {"queue": "calls", "language": "en"})
        for name, uri in desks.items():
            self.admin.put(f"/api/v1/telephones/devices/{name}", {"fixed_uri": uri})
            self.admin.post("/api/v1/people", {"login": name, "name": name, "language": "en", "roles": ["agent"], "team": "day",
                                               "skills": [{"name": "calls", "level": 1}], "device": name})
            self.centre.client(name).put("/api/v1/agents/me/presence", {"presence": "ready"})

    def journal(self, query):
        with sqlite3.connect(f"file:{self.centre.directory}/journal.db?mode=ro", uri=True) as journal:
            rows = journal.execute(query).fetchall()
        journal.close()
        return rows

    def admin_rows(self, most=500):
        """Contacts, as a manager sees them."""
        if not hasattr(self, "manager"):
            self.admin.post("/api/v1/people", {"login": "head", "name": "Head", "language": "en", "roles": ["manager"]})
            self.manager = self.centre.client("head")
        return self.manager.get(f"/api/v1/contacts?origins=live&limit={most}")["rows"]

    def sipp(self, name, scenario, host, port, *more):
        place = self.home / name
        place.mkdir()
        (place / "scenario.xml").write_text(scenario)
        with open(place / "out", "w") as out:
            process = subprocess.Popen(["sipp", "-sf", "scenario.xml", "-i", host, "-p", str(port), "-nostdin", "-trace_logs", "-log_file",
                                        "ledger", *more, f"127.0.0.1:{self.centre.sip_port}"], cwd=place, stdout=out, stderr=out)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def ledger(self):
        """What sipp's callers wrote down, by kind."""
        path = self.home / "caller" / "ledger"
        found = collections.defaultdict(list)
        for kind, call in re.findall(r"(answered|ended|refused) (\S+)", path.read_text() if path.exists() else ""):
            found[kind].append(call)
        return found
