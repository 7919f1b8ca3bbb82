"""Runs every test that is built, two suites at a time, and ends with "N passed, N failed".

tools/tests.py PRESET...   runs the tests; ./test calls it after building those presets
tools/tests.py --rows      lists the requirement rows proven by tests that passed in the last run

A suite is what one process runs: a GoogleTest program, a file of Python tests, the page's tests, the tidy rules, the fresh machine.
Whatever the kind, its result is a list of (name, outcome, message). A suite that ends without saying what became of a test has
failed that test; a run in which nothing ran has failed.
"""

import concurrent.futures
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
RESULTS = BUILD / "test-results.json"
SUITES_AT_ONCE = 2
# Far above what any suite takes: it ends a suite that hangs, it judges nobody's speed.
SUITE_LIMIT_SECONDS = 7200 if "MARKAZ_LONG" in os.environ else 1800
FUZZ_SECONDS = 60
# S0_43 in an identifier or [S0-43] in a sentence; traps are T31.
ROW = re.compile(r"(?<![A-Za-z0-9])(?:(S\d)[-_](\d{2})|(T\d{2})(?=[_\]]))(?![0-9])")


@dataclass
class Test:
    name: str
    outcome: str  # passed, failed or skipped
    message: str = ""  # of a passed test: how it failed at its first try

    @property
    def wavered(self):
        """Only the page's tests are tried twice. Whether the test or the page is unsteady, that is a bug, and the run ends by naming it."""
        return self.outcome == "passed" and self.message != ""


@dataclass
class Suite:
    """One process and the way to read its result. `read` gets the finished process's output and exit status."""

    name: str
    command: list
    read: object
    directory: Path = ROOT
    limit: int = SUITE_LIMIT_SECONDS


LIVE = {}


def stop_everything(number, _frame):
    """Suites have sessions of their own, so that Ctrl+C here would leave them running."""
    for process in list(LIVE.values()):
        os.killpg(process.pid, signal.SIGKILL)
    os._exit(128 + number)


def run_suite(suite):
    """Runs the suite to its end and returns its tests, the seconds it took and all that it printed."""
    began = time.monotonic()
    environment = {**os.environ, "MARKAZ": str(BUILD / "markaz")}
    try:
        process = subprocess.Popen(suite.command, cwd=suite.directory, env=environment, stdin=subprocess.DEVNULL, text=True,
                                   errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    except OSError as error:
        return [Test("can be run", "failed", str(error))], 0.0, ""
    LIVE[suite.name] = process
    try:
        output, _ = process.communicate(timeout=suite.limit)
        ending = how_it_ended(process.returncode)
    except subprocess.TimeoutExpired:
        # The suite's own children go with it, or they would hold its ports and files.
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        ending = f"it was stopped because it had not ended after {suite.limit} s"
    del LIVE[suite.name]
    tests = suite.read(output, process.returncode, ending)
    if not tests:
        tests = [Test("says what it tested", "failed", f"no result was found; {ending}\n{output[-20000:]}")]
    return tests, time.monotonic() - began, output


def how_it_ended(status):
    return f"signal {signal.Signals(-status).name} ended it" if status < 0 else f"it ended with status {status}"


# --- GoogleTest ---------------------------------------------------------------------------------------------------------------------

def googletest_suites(preset):
    directory = BUILD if preset == "release" else BUILD / preset
    listing = subprocess.run(["ctest", "--test-dir", directory, "--show-only=json-v1"], check=True, capture_output=True, text=True)
    for test in json.loads(listing.stdout)["tests"]:
        name = test["name"] if preset == "release" else f"{test['name']} ({preset})"
        result = directory / "results" / f"{test['name']}.json"
        result.parent.mkdir(exist_ok=True)
        result.unlink(missing_ok=True)
        # ctest names no command for a program that was not built.
        command = test.get("command") or [str(directory / f"{test['name']}_test")]
        yield Suite(name, [*command, f"--gtest_output=json:{result}"], googletest_reader(command, result))


def googletest_reader(command, result):
    def read(output, status, ending):
        if not result.exists():
            return unfinished_googletest(command, output, ending)
        suites = json.loads(result.read_text())["testsuites"]
        reasons = skip_reasons(output)
        tests = [googletest_case(suite["name"], case, reasons) for suite in suites for case in suite["testsuite"]]
        if status != 0 and all(test.outcome != "failed" for test in tests):
            # A sanitizer, or a destructor after the last test.
            tests.append(Test("ends well", "failed", f"{ending} although no test failed\n{output[-20000:]}"))
        return tests
    return read


def skip_reasons(output):
    """Why tests were skipped, by name: GoogleTest prints that, and leaves it out of its report."""
    told = re.findall(r"^\[ RUN      \] (\S+)\n((?:(?!\[ ).*\n)*)\[  SKIPPED \] ", output, re.MULTILINE)
    return {name: re.sub(r"^\S+:\d+: Skipped$", "", text, flags=re.MULTILINE).strip().replace("\n", " ") for name, text in told}


def googletest_case(suite, case, reasons):
    name = f"{suite}.{case['name']}"
    if "failures" in case:
        return Test(name, "failed", "\n".join(failure["failure"] for failure in case["failures"]))
    if case.get("result") == "SKIPPED" or case.get("status") == "NOTRUN":
        return Test(name, "skipped", reasons.get(name, ""))
    return Test(name, "passed")


def unfinished_googletest(command, output, ending):
    """A crash writes no result: what was printed says which tests had passed; all others of the program have failed."""
    passed = set(re.findall(r"^\[       OK \] (\S+)", output, re.MULTILINE))
    running = re.findall(r"^\[ RUN      \] (\S+)", output, re.MULTILINE)
    tests = []
    for name in googletest_names(command):
        if name in passed:
            tests.append(Test(name, "passed"))
        elif running and name == running[-1]:
            tests.append(Test(name, "failed", f"{ending} during this test\n{output[-20000:]}"))
        else:
            tests.append(Test(name, "failed", f"{ending} before this test"))
    return tests


def googletest_names(command):
    listing = subprocess.run([*command, "--gtest_list_tests"], capture_output=True, text=True, timeout=60).stdout
    suite = ""
    for line in listing.splitlines():
        word = line.split("#")[0].strip()
        if line.startswith("  "):
            yield suite + word
        elif word.endswith("."):
            suite = word


def fuzz_suites():
    for source in sorted([*ROOT.glob("src/**/*_fuzz.cpp"), *ROOT.glob("sim/*_fuzz.cpp")]):
        program = BUILD / "fuzz" / source.stem
        (BUILD / "results").mkdir(exist_ok=True, parents=True)
        command = [str(program), f"-max_total_time={FUZZ_SECONDS}", f"-artifact_prefix={BUILD / 'results' / source.stem}-"]
        yield Suite(source.stem, command, fuzz_reader)


def fuzz_reader(output, status, ending):
    name = f"survives {FUZZ_SECONDS} s of hostile input"
    return [Test(name, "passed") if status == 0 else Test(name, "failed", f"{ending}\n{output[-20000:]}")]


# --- Python -------------------------------------------------------------------------------------------------------------------------

def python_suites():
    for path in sorted([*ROOT.glob("tests/**/*_test.py"), *ROOT.glob("tools/*_test.py")]):
        name = str(path.relative_to(ROOT))
        result = BUILD / "results" / (name.replace("/", ".") + ".json")
        result.parent.mkdir(exist_ok=True, parents=True)
        result.unlink(missing_ok=True)
        yield Suite(name, [sys.executable, str(ROOT / "tools/one_unittest.py"), str(path), str(result)], listed_reader(result))


def listed_reader(result):
    """For suites that write a list of {"name", "outcome", "message"}."""
    def read(output, status, ending):
        if not result.exists():
            return []
        tests = [Test(entry["name"], entry["outcome"], entry["message"]) for entry in json.loads(result.read_text())]
        if output.strip() and (failed := [test for test in tests if test.outcome == "failed"]):
            failed[-1].message += f"\nAll that the suite printed:\n{output[-20000:]}"
        return tests
    return read


# --- The page, the tidy rules, the fresh machine --------------------------------------------------------------------------------------

def page_suite():
    result = BUILD / "results" / "web.json"
    result.parent.mkdir(exist_ok=True, parents=True)
    result.unlink(missing_ok=True)

    command = ["node", "node_modules/vitest/vitest.mjs", "run", "--reporter=./tests/report.ts"]
    return Suite("web", ["env", f"MARKAZ_RESULT={result}", *command], listed_reader(result), ROOT / "web")


def tidy_suite():
    result = BUILD / "results" / "tidy.json"
    result.parent.mkdir(exist_ok=True, parents=True)
    result.unlink(missing_ok=True)
    return Suite("tidy", [sys.executable, str(ROOT / "tools/tidy.py"), "--result", str(result)], listed_reader(result))


def fresh_machine_suite():
    def read(output, status, ending):
        reached = re.findall(r"^fresh-machine: passed: (.*)$", output, re.MULTILINE)
        tests = [Test(name, "passed") for name in reached]
        if status == 77:
            tests.append(Test("fresh Debian 12", "skipped", output.strip().splitlines()[-1]))
        elif status != 0:
            tests.append(Test("fresh Debian 12", "failed", f"{ending}\n{output[-30000:]}"))
        return tests
    return Suite("fresh-machine", [str(ROOT / "tools/fresh-machine")], read)


# --- The run and its rows -------------------------------------------------------------------------------------------------------------

def all_suites(presets):
    # The page first: it takes longest, and would run on alone after all others.
    suites = [page_suite(), tidy_suite()]
    for preset in presets:
        suites += fuzz_suites() if preset == "fuzz" else googletest_suites(preset)
    suites += python_suites()
    if "MARKAZ_LONG" in os.environ:
        suites.append(fresh_machine_suite())
    return suites


def run_all(suites):
    """Runs the suites and shows one line for each as it ends, with the full output of what failed."""
    finished = {}
    with concurrent.futures.ThreadPoolExecutor(SUITES_AT_ONCE) as pool:
        running = {pool.submit(run_suite, suite): suite for suite in suites}
        for future in concurrent.futures.as_completed(running):
            suite = running[future]
            tests, seconds, _ = future.result()
            finished[suite.name] = tests
            counts = {outcome: sum(test.outcome == outcome for test in tests) for outcome in ("passed", "failed", "skipped")}
            said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
            print(f"{suite.name}: {said} ({seconds:.1f} s)", flush=True)
            for test in tests:
                if test.outcome == "failed":
                    print(f"\nFAILED {suite.name}: {test.name}\n{test.message}\n", flush=True)
                elif test.wavered:
                    print(f"\nFAILED at the first try {suite.name}: {test.name}\n{test.message}\n", flush=True)
    return finished


def write_results(finished):
    everything = [{"suite": suite, "name": test.name, "outcome": test.outcome} for suite in sorted(finished) for test in finished[suite]]
    unfinished = RESULTS.with_suffix(".new")
    unfinished.write_text(json.dumps(everything, ensure_ascii=False, indent=1), encoding="utf-8")
    unfinished.replace(RESULTS)


def rows_of(name):
    return {row if trap == "" else trap for row, trap in ((f"{text}-{number}", trap) for text, number, trap in ROW.findall(name))}


def proven_rows(results):
    """The rows that at least one test proves and none refutes. A skipped test says nothing."""
    rows = {"passed": set(), "failed": set(), "skipped": set()}
    for result in results:
        rows[result["outcome"]] |= rows_of(result["name"])
    return sorted(rows["passed"] - rows["failed"])


def list_rows():
    if not RESULTS.exists():
        sys.exit("test: no run has ended here yet; ./test is right before ./test --rows")
    for row in proven_rows(json.loads(RESULTS.read_text(encoding="utf-8"))):
        print(row)


def main():
    if sys.argv[1:] == ["--rows"]:
        return list_rows()
    RESULTS.unlink(missing_ok=True)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_everything)
    finished = run_all(all_suites(sys.argv[1:]))
    write_results(finished)
    tests = [(suite, test) for suite, results in finished.items() for test in results]
    for suite, test in tests:
        if test.outcome == "skipped":
            print(f"skipped {suite}: {test.name}: {test.message or 'no reason given'}")
    for suite, test in tests:
        if test.wavered:
            print(f"passed at the second try only, to be mended first: {suite}: {test.name}")
    passed = sum(test.outcome == "passed" for _, test in tests)
    failed = sum(test.outcome == "failed" for _, test in tests)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
