"""Style as a test: the rules of ARCHITECTURE.md and CONTRIBUTING.md that a program can check.

tools/tidy.py [--root DIR] [--result FILE]   prints every finding as "file:line: what; what would be right" and exits with 1 if
there is one. With --result it also writes one entry a rule, in the form that tools/tests.py reads. A rule is one function that
yields findings; it is registered by its decorator and proved by tools/tidy_test.py, which breaks it.
"""

import argparse
import fnmatch
import json
import os
import re
import sys
import tomllib
from pathlib import Path

CODE = {".cpp", ".hpp", ".py", ".ts", ".tsx", ".mjs", ".css", ".cmake"}
NOT_OURS = {".git", "node_modules", "dist", "build", "data", "__pycache__"}
LINE_LIMIT = 140
FILE_LIMIT = 600
FUNCTION_LIMIT = 70
RULES = []


def rule(function):
    """Registers a rule; the first line of its documentation is its name."""
    RULES.append(function)
    return function


class Tree:
    """The repository's files, read once. Paths are relative to its root and use forward slashes."""

    def __init__(self, root):
        self.root = Path(root)
        self.settings = tomllib.loads((self.root / "tools/tidy.toml").read_text(encoding="utf-8"))
        self.files = {}
        for directory, names, files in os.walk(self.root):
            names[:] = sorted(name for name in names if name not in NOT_OURS)
            for name in sorted(set(files) - NOT_OURS):  # in a second working tree .git is a file
                path = Path(directory, name)
                self.files[path.relative_to(self.root).as_posix()] = self._lines(path)

    @staticmethod
    def _lines(path):
        """The file's lines, or none for what is not text."""
        try:
            return path.read_text(encoding="utf-8").splitlines()
        except (UnicodeDecodeError, FileNotFoundError):
            return []

    def code(self, *suffixes):
        wanted = set(suffixes) or CODE
        return ((path, lines) for path, lines in self.files.items() if Path(path).suffix in wanted)

    def cpp(self):
        return ((path, lines) for path, lines in self.code(".cpp", ".hpp") if room_of(path))


def room_of(path):
    """The room a C++ file stands in: src/routing/router.cpp and sim/world.cpp give routing and sim."""
    parts = path.split("/")
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    return "sim" if parts[0] == "sim" else None


def is_edge_file(path):
    return re.match(r"(store|api)", Path(path).name) is not None


def is_test_file(path):
    return re.search(r"_(test|bench|fuzz)$", Path(path).stem) is not None


def is_pure(path, settings):
    return room_of(path) in settings["pure"]["rooms"] and not is_edge_file(path) and not is_test_file(path)


def without_text(lines):
    """The lines without comments and string literals, so that a word in a sentence is not taken for code."""
    inside = False
    for line in lines:
        line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
        if inside:
            _, ended, line = line.partition("*/")
            if not ended:
                yield ""
                continue
        line = re.sub(r"//.*|/\*.*?\*/", "", line)
        line, inside, _ = line.partition("/*")
        inside = bool(inside)
        yield line


# --- Rooms ----------------------------------------------------------------------------------------------------------------------------

@rule
def includes(tree):
    """rooms include only the rooms below them"""
    may, edge = tree.settings["may_include"], tree.settings["edge_may_include"]["rooms"]
    for path, lines in tree.cpp():
        room = room_of(path)
        if room not in may:
            yield path, 1, f"the room {room} has no line in tools/tidy.toml; a line that says what it may include"
            continue
        allowed = {room, *may[room]} | (set(edge) if is_edge_file(path) else set())
        if "*" in may[room]:
            continue
        for number, line in enumerate(lines, 1):
            found = re.match(r'#include "([a-z_]+)/([^"]+)"', line)
            if found is None or found[1] not in may or found[1] in allowed:
                continue
            # A test builds its scene from any room; what it tests stays bound.
            if not is_test_file(path):
                yield path, number, f"{room} includes {found[1]}; {room} may include {', '.join(may[room]) or 'no other room'}"


@rule
def edges(tree):
    """pure files include no store, api or edge header"""
    for path, lines in tree.cpp():
        if not is_pure(path, tree.settings):
            continue
        for number, line in enumerate(lines, 1):
            found = re.match(r'#include "(?:edge/|[a-z_]+/((store|api)[a-z_]*\.hpp))', line)
            if found:
                yield path, number, f"a pure file includes {line.split(chr(34))[1]}; a value handed in by the driver"


# What makes two runs of the same input differ, and what would be right instead.
UNREPEATABLE = {
    r"system_clock|steady_clock|high_resolution_clock|\btime\(|\bgettimeofday|\bclock_gettime|\blocaltime|\bgmtime":
        "the instant that came with the input",
    r"random_device|\bs?rand\(|mt19937": "base/random.hpp, seeded by an entry",
    r"std::j?thread|std::async|std::(recursive_|shared_|timed_)*mutex|condition_variable|std::atomic|<thread>|<mutex>|<atomic>":
        "one owner of the state and no threads in it",
    r"\bgetenv|\bsetenv": "a value handed in by the command",
    r"std::unordered_(multi)?(map|set)\b(?!.*// never walked)":
        'std::map or a sorted vector, or the remark "// never walked" where only single keys are looked up',
}
# What ties a pure file to the machine it runs on.
OUTSIDE = {
    r"\b[io]?fstream|<filesystem>|std::filesystem|\bfopen\(|<fcntl\.h>|<unistd\.h>": "text or bytes handed in by the edge",
    r"<sys/socket\.h>|<netinet/|<arpa/|boost/asio|boost/beast": "an output that the edge sends",
    r"spdlog": "an output or a Problem; the edge writes the log",
    r"std::cout|std::cerr|\bprintf\(|fmt::print": "a value returned to the command, which prints it",
}


@rule
def purity(tree):
    """pure files name no clock, chance, thread, file, socket, environment or log"""
    for path, lines in tree.cpp():
        if is_pure(path, tree.settings):
            yield from named(path, lines, {**UNREPEATABLE, **OUTSIDE}, "a pure file")


@rule
def repeatability(tree):
    """the simulator names no clock, no chance of its own and no thread"""
    for path, lines in tree.cpp():
        if room_of(path) in tree.settings["repeatable"]["rooms"] and not is_test_file(path):
            yield from named(path, lines, UNREPEATABLE, "the simulator")


def named(path, lines, patterns, who):
    for number, (line, bare) in enumerate(zip(lines, without_text(lines)), 1):
        for pattern, instead in patterns.items():
            # The remark stands in a comment, which the bare line has lost.
            found = re.search(pattern, line if "// never walked" in line else bare)
            if found:
                yield path, number, f"{who} names {found[0]}; {instead}"


@rule
def pages(tree):
    """every word folder has its page"""
    folders = {str(Path(path).parent.as_posix()) for path, _ in tree.code(".cpp", ".hpp")}
    for folder in sorted(folders):
        wanted = any(fnmatch.fnmatch(folder, pattern) and folder.count("/") == pattern.count("/")
                     for pattern in tree.settings["pages"]["folders"])
        page = f"{folder}/{Path(folder).name}.md"
        if wanted and page not in tree.files:
            yield folder, 1, f"the folder has no page; {page}, which says what it is, its words, what always holds and what it does not do"


# --- Text -----------------------------------------------------------------------------------------------------------------------------

@rule
def promises(tree):
    """nothing is left for later in the source"""
    # Written in two halves, or this line would be the first finding.
    unfinished = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    for path, lines in tree.code():
        for number, line in enumerate(lines, 1):
            found = unfinished.search(line)
            if found:
                yield path, number, f"{found[0]}; the thing done, or left out whole and not spoken of"


@rule
def file_lengths(tree):
    """no file is longer than 600 lines without a reason"""
    reasons = tree.settings["long_files"]
    for path, lines in tree.code():
        if len(lines) > FILE_LIMIT and path not in reasons and not path.endswith(".d.ts"):
            yield path, FILE_LIMIT + 1, f"the file has {len(lines)} lines; at most {FILE_LIMIT}, or its reason in tools/tidy.toml"
    for path in reasons:
        if len(tree.files.get(path, [])) <= FILE_LIMIT:
            yield "tools/tidy.toml", 1, f"{path} is excused and is not long; without the excuse"


@rule
def function_lengths(tree):
    """no function is longer than 70 lines"""
    for path, lines in tree.cpp():
        if is_test_file(path):
            continue
        opened = None
        for number, line in enumerate(lines, 1):
            if re.match(r"[A-Za-z\[~].*[^=]\{$|\{$", line) and not re.match(r"(namespace|struct|class|enum|union|extern)\b", line):
                opened = number
            elif line == "}" and opened is not None:
                if number - opened > FUNCTION_LIMIT:
                    yield path, opened, f"the function has {number - opened} lines; at most {FUNCTION_LIMIT}, by naming its parts"
                opened = None


@rule
def line_lengths(tree):
    """lines of code keep to 140 characters, and those that do not grow no more"""
    allowed, found = tree.settings["long_lines"], {}
    for path, lines in tree.code(".cpp", ".hpp", ".py", ".ts", ".tsx", ".mjs"):
        if not path.endswith(".d.ts"):
            area = path.split("/")[0]
            found.setdefault(area, []).extend((path, number, len(line)) for number, line in enumerate(lines, 1) if len(line) > LINE_LIMIT)
    for area, long in found.items():
        if len(long) > allowed.get(area, 0):
            for path, number, length in long:
                yield path, number, f"the line has {length} characters; at most {LINE_LIMIT} ({len(long)} such lines in {area}, where " \
                                    f"tools/tidy.toml allows {allowed.get(area, 0)})"


@rule
def file_names(tree):
    """no file is named for what it is not"""
    for path, _ in tree.code():
        found = re.search(r"(^|[_/.-])(utils?|helpers?|common|misc|manager)(?=[_/.-])", path, re.IGNORECASE)
        if found:
            yield path, 1, f'the name says "{found[2]}"; the name of the thing inside'


@rule
def machine_paths(tree):
    """no path of one machine stands in the repository"""
    personal = re.compile(r"(?<![\w.$}/-])/(?:wo" + r"rk/|ro" + r"ot/|ho" + r"me/\w)")
    for path, lines in tree.files.items():
        for number, line in enumerate(lines, 1):
            found = personal.search(line)
            if found:
                yield path, number, f"the path {found[0]} exists on one machine only; a path from the repository's root or an argument"


@rule
def links(tree):
    """every link of a page leads to a file"""
    for path, lines in tree.code(".md"):
        if path.startswith("manual/"):
            continue  # the manual has a compiler of its own
        fenced = False
        for number, line in enumerate(lines, 1):
            fenced ^= line.startswith("```")
            if fenced or line.startswith("    "):
                continue  # code
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"`[^`]*`", "", line)):
                if re.match(r"[a-z]+:", target):
                    continue
                if not (tree.root / Path(path).parent / target).exists():
                    yield path, number, f"the link leads to {target}, which is not there; the path of an existing file"


def main():
    arguments = argparse.ArgumentParser(description="Checks the style rules of the repository.")
    arguments.add_argument("--root", default=Path(__file__).resolve().parent.parent)
    arguments.add_argument("--result", help="writes one entry a rule to this file")
    chosen = arguments.parse_args()
    tree = Tree(chosen.root)
    entries = []
    for check in RULES:
        findings = [f"{path}:{number}: {what}" for path, number, what in check(tree)]
        name, outcome = check.__doc__.split("\n")[0], "failed" if findings else "passed"
        entries.append({"name": name, "outcome": outcome, "message": "\n".join(findings)})
        for finding in findings:
            print(finding)
    if chosen.result:
        Path(chosen.result).write_text(json.dumps(entries, indent=1), encoding="utf-8")
    sys.exit(any(entry["outcome"] == "failed" for entry in entries))


if __name__ == "__main__":
    main()
