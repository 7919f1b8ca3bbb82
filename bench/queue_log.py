#!/usr/bin/python3
"""queue_log.py LINES FILE: writes what an Asterisk of 300 agents in five queues would have written, by chance but always the same."""
import heapq
import random
import sys

QUEUES = ("sales", "support", "billing", "cards", "loans")
AGENTS = [f"SIP/{8000 + number}" for number in range(300)]


def write(lines, path):
    random.seed(1)
    written, calls, now, waiting = 0, 0, 1_700_000_000.0, []
    with open(path, "w", buffering=1 << 20, encoding="ascii") as log:
        while written < lines:
            now += random.expovariate(2.0)
            calls += 1
            while waiting and waiting[0][0] <= now:
                log.write(heapq.heappop(waiting)[1])
                written += 1
            call, queue, at, wait = f"{int(now)}.{calls}", random.choice(QUEUES), int(now), int(random.expovariate(1 / 15))
            log.write(f"{at}|{call}|{queue}|NONE|ENTERQUEUE||02{random.randrange(10**8):08}|1\n")
            written += 1

            def later(after, rest, at=at, call=call, queue=queue):
                heapq.heappush(waiting, (at + after, f"{at + after}|{call}|{queue}|{rest}\n"))

            if random.random() < 0.1:
                later(wait, f"NONE|ABANDON|1|1|{wait}")
                continue
            agent, talk = random.choice(AGENTS), int(random.expovariate(1 / 180)) + 1
            if random.random() < 0.4:
                later(wait, f"{random.choice(AGENTS)}|RINGNOANSWER|{wait * 1000}")
            later(wait, f"{agent}|CONNECT|{wait}|{call}9|2")
            later(wait + talk, f"{agent}|COMPLETECALLER|{wait}|{talk}|1")


if __name__ == "__main__":
    write(int(sys.argv[1]), sys.argv[2])
