#!/usr/bin/python3
"""Writes the tables of docs/manual-language.md from what the program itself says may stand in a clause.

    tools/manual_tables.py [PROGRAM]          writes them (PROGRAM: build/markaz)
    tools/manual_tables.py [PROGRAM] --check  says whether they are as the program would have them

A table stands between `<!-- table: NAME -->` and `<!-- end of the table -->`. NAME is a definition of `markaz check --schema`,
`verbs`, `step` (fields of single verbs) or `guide` (fields that many verbs share).
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/manual-language.md"
TABLE = re.compile(r"(<!-- table: ([a-z -]+) -->\n)(.*?)(<!-- end of the table -->)", re.DOTALL)
MANY_VERBS = 5


def row(*cells):
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def table(head, rows):
    return row(*head) + "|" + "---|" * len(head) + "\n" + "".join(row(*each) for each in rows)


class Schema:
    def __init__(self, text):
        self.definitions = json.loads(text)["$defs"]
        self.steps = {name: each for name, each in self.definitions.items() if "x-leads" in each}

    def kind(self, schema):
        """What stands in a field, in words."""
        if "enum" in schema:
            return ", ".join(f"`{word}`" for word in schema["enum"])
        if "oneOf" in schema:
            return "step"
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/$defs/")
            limits = f', {schema["x-least"]} to {schema["x-most"]}' if "x-least" in schema else ""
            return self.definitions[name].get("description", name) + limits
        if schema["type"] == "array":
            return "list: " + self.kind(schema["items"])
        if schema["type"] == "object":
            names = "key" if "0-9*#" in schema["propertyNames"]["pattern"] else "name"
            return f"{names} → {self.kind(schema['additionalProperties'])}"
        return {"boolean": "true or false", "integer": f'{schema.get("minimum")} to {schema.get("maximum")}'}[schema["type"]]

    def usual(self, of, name):
        schema = of["properties"][name]
        if name in of["required"]:
            return "**needed**"
        return f'`{json.dumps(schema["default"]).strip(chr(34))}`' if "default" in schema else ""

    def field(self, of, name):
        schema = of["properties"][name]
        return f'`{schema["x-example"]}`', self.kind(schema), self.usual(of, name), schema["description"]

    def fields(self, name):
        of = self.definitions[name]
        return table(("field", "value", "if left out", "meaning"), [self.field(of, each) for each in of["properties"]])

    @staticmethod
    def verb(name):
        return name.removeprefix("step-").split("-by-")[0]

    def users(self, field, meaning):
        """The verbs that have this field in this meaning."""
        return [self.verb(name) for name, step in self.steps.items()
                if step["properties"].get(field, {}).get("description") == meaning]

    def shared(self, field, step):
        return field not in step["required"] and len(self.users(field, step["properties"][field]["description"])) >= MANY_VERBS

    def own_fields(self, name):
        step = self.steps[name]
        return [field for field in step["properties"] if field != self.verb(name) and not self.shared(field, step)]

    def verbs(self):
        rows = []
        for name, step in self.steps.items():
            verb = step["properties"][self.verb(name)]
            fields = [f"`{field}`" for field in self.own_fields(name)]
            rows.append((f'`{verb["x-example"]}`', step["x-leads"], ", ".join(fields), step["x-happens"]))
        return table(("verb", "leads", "its fields", "what happens"), rows)

    def step(self):
        rows = {}
        for name, step in self.steps.items():
            for field in self.own_fields(name):
                example, kind, usual, meaning = self.field(step, field)
                if (field, meaning) in rows:
                    continue
                verbs = ", ".join(f"`{verb}`" for verb in self.users(field, meaning))
                rows[field, meaning] = (example, verbs, kind, usual, meaning)
        return table(("field", "of", "value", "if left out", "meaning"), rows.values())

    def guide(self):
        rows = {}
        for step in self.steps.values():
            for field in step["properties"]:
                if self.shared(field, step):
                    rows[field] = self.field(step, field)
        return table(("field", "value", "if left out", "meaning"), rows.values())

    def page(self, text):
        made = {"verbs": self.verbs, "step": self.step, "guide": self.guide}
        return TABLE.sub(lambda found: found[1] + (made[found[2]]() if found[2] in made else self.fields(found[2])) + found[4], text)


def main(words):
    check = "--check" in words
    programs = [word for word in words if not word.startswith("--")]
    program = programs[0] if programs else ROOT / "build/markaz"
    text = PAGE.read_text(encoding="utf-8")
    wanted = Schema(subprocess.run([program, "check", "--schema"], stdout=subprocess.PIPE, check=True, text=True).stdout).page(text)
    if check:
        if wanted != text:
            print("docs/manual-language.md has other tables than the program: run tools/manual_tables.py", file=sys.stderr)
        return int(wanted != text)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
