// Makes src/api/schema.d.ts from an OpenAPI document: `npm run api -- http://127.0.0.1:8080/api/v1/openapi.json` or a file.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = process.argv[2] ?? 'dev/openapi.json';
const url = /^https?:/.test(source) ? new URL(source) : pathToFileURL(source);
const target = new URL('../src/api/schema.d.ts', import.meta.url);
writeFileSync(
    target,
    '// Made by `npm run api` from the OpenAPI document of the server; never edited by hand.\n' + astToString(await openapiTS(url)),
);
console.log(`src/api/schema.d.ts: written from ${source}`);
