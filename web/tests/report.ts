// What became of each test of the page, for ../tools/tests.py: a list of {name, outcome, message}. A test that passed at its second
// try has passed, and its message is how the first try failed: whoever reads the run is told. MARKAZ_RESULT names the file.

import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

interface Told {
    name: string;
    outcome: 'passed' | 'failed' | 'skipped';
    message: string;
}

const told = (errors: readonly { message: string; stack?: string }[]) =>
    errors.map(({ message, stack = '' }) => (stack.includes(message) ? stack : `${message}\n${stack}`)).join('\n');

function outcomeOf(test: TestCase): Told {
    const { state, errors = [] } = test.result();
    if (state === 'passed' || state === 'failed') return { name: test.fullName, outcome: state, message: told(errors) };
    return { name: test.fullName, outcome: 'skipped', message: 'the test says skip' };
}

export default class Report implements Reporter {
    onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string; stack?: string }[]) {
        const all = modules.flatMap((module): Told[] => {
            const cases = [...module.children.allTests()].map(outcomeOf);
            const errors = module.errors();
            // A file that cannot even be loaded has no cases, only an error.
            return errors.length === 0 ? cases : [...cases, { name: module.relativeModuleId, outcome: 'failed', message: told(errors) }];
        });
        if (unhandled.length) all.push({ name: 'no error is left over', outcome: 'failed', message: told(unhandled) });
        writeFileSync(process.env.MARKAZ_RESULT ?? '', JSON.stringify(all));
    }
}
