#!/usr/bin/python3
"""Positive controls: bugs planted into the production source, one at a time, in a copy of the tree. The tests must find each.

Each patch in tests/planted is a mistake that somebody could make. Every run makes sure that each still applies and compiles; with
MARKAZ_LONG each is built (with the tests that are there for its room alone) and must make one of them fail. A compiler's cache knows
all but what a patch touches; CMAKE_BUILD_PARALLEL_LEVEL says how much of the machine may be used.
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATCHES = sorted((ROOT / "tests/planted").glob("*.patch"))
LEFT_OUT = shutil.ignore_patterns("build", ".git", "node_modules", "dist")
BUILD_SECONDS, TEST_SECONDS = 3600, 600
# By the folder that a patch changes: the programs that must find it, and which of their tests.
TESTS = {"src/telephony": {"telephony_test": "MediaTest.*:CallTest.*:CallOutTest.*"}, "src/driver": {"driver_test": "Driver.*"}}
TESTS_OF_THE_MACHINE = {"centre_test": "*", "sim_test": "Promises.*:Snapshot.*:Replay.*"}
EVERY_TEST = TESTS_OF_THE_MACHINE | {name: which for tests in TESTS.values() for name, which in tests.items()}


def changed_by(patch):
    return patch.read_text().split("+++ b/", 1)[1].split("\n", 1)[0]


def tests_for(patch):
    return TESTS.get(str(pathlib.PurePath(changed_by(patch)).parent), TESTS_OF_THE_MACHINE)


def compile_patched(patch, compiled, directory):
    """Reads the patched source, which is no header, with the command that builds it, and translates nothing."""
    source = ROOT / changed_by(patch)
    patched = directory / source.name
    directory.mkdir()
    done = run("patch", "-i", str(patch), "-o", str(patched), str(source), cwd=ROOT)
    if done.returncode != 0:
        return done
    entry = next(entry for entry in compiled if entry["file"].endswith("/" + changed_by(patch)))
    command = [str(patched) if word == entry["file"] else word for word in shlex.split(entry["command"])]
    return run(*command, "-fsyntax-only", cwd=entry["directory"], seconds=BUILD_SECONDS)


def run(*command, cwd, seconds=60):
    # With these the cache takes the copy for the tree that it was made from, wherever the two lie.
    cached = {"CCACHE_BASEDIR": str(cwd), "CCACHE_NOHASHDIR": "1"}
    return subprocess.run(command, cwd=cwd, env=os.environ | cached, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=seconds, check=False)


class Planted(unittest.TestCase):
    def test_each_patch_applies_to_the_source_and_compiles(self):
        self.assertGreaterEqual(len(PATCHES), 10)
        compiled = json.loads((ROOT / "build/compile_commands.json").read_text())
        with tempfile.TemporaryDirectory(prefix="planted-") as directory, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            done = pool.map(lambda patch: compile_patched(patch, compiled, pathlib.Path(directory) / patch.stem), PATCHES)
            for patch, each in zip(PATCHES, done):
                with self.subTest(patch.stem):
                    self.assertEqual(each.returncode, 0, each.stdout)

    @unittest.skipUnless("MARKAZ_LONG" in os.environ, "building each planted bug is for ./test --long")
    def test_each_planted_bug_is_found(self):
        with tempfile.TemporaryDirectory(prefix="planted-") as directory:
            tree = pathlib.Path(directory) / "tree"
            shutil.copytree(ROOT, tree, ignore=LEFT_OUT, symlinks=True)
            done = run("cmake", "-G", "Ninja", "-B", "build", cwd=tree, seconds=600)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.build(tree, EVERY_TEST)
            self.assertTrue(self.passes(tree, EVERY_TEST), "the tests fail without any planted bug")
            for patch in PATCHES:
                with self.subTest(patch.stem):
                    self.assertEqual(run("patch", "-p1", "-i", str(patch), cwd=tree).returncode, 0)
                    try:
                        self.build(tree, tests_for(patch))
                        self.assertFalse(self.passes(tree, tests_for(patch)), "no test found it")
                    finally:
                        run("patch", "-R", "-p1", "-i", str(patch), cwd=tree)

    def build(self, tree, tests):
        done = run("cmake", "--build", "build", "--target", *tests, cwd=tree, seconds=BUILD_SECONDS)
        self.assertEqual(done.returncode, 0, done.stdout[-4000:])

    def passes(self, tree, tests):
        """A test that stops at a broken invariant of the machine has found the bug, too."""
        return all(run(f"build/{name}", "--gtest_fail_fast", f"--gtest_filter={which}", cwd=tree, seconds=TEST_SECONDS).returncode == 0
                   for name, which in tests.items())


if __name__ == "__main__":
    unittest.main()
