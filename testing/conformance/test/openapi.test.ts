import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, pythonWith, runProgram, type TempFolder } from '@sluice/testing-services';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { WorkerSetup } from '../src/scenario/by-worker.ts';
import { hasSluiceWorker, startSluiceFor, type StartedWorker } from '../src/start-worker.ts';

/** Of each phase. */
const maxTimeS = Number(process.env['SLUICE_FUZZ_SECONDS'] ?? 15);
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];

/** What requests name, so that they get further than to what nobody knows. */
const config = `
[parameters]
"path.connector" = "fuzzed-source"
"path.task" = 0
"path.logger" = "org.example.fuzzed"
"path.plugin" = "FileStreamSource"

[[operations]]
include-name = "DELETE /connectors/{connector}"
parameters = { "path.connector" = "fuzzed-sink" }
`;

const connectors = {
  'fuzzed-source': { 'connector.class': 'FileStreamSource', topic: 'fuzzed' },
  'fuzzed-sink': { 'connector.class': 'FileStreamSink', topics: 'fuzzed' },
} as const;

let python: string;
let folder: TempFolder | undefined;
let worker: StartedWorker | undefined;

beforeAll(async () => {
  python = await pythonWith(['schemathesis==4.32.5']);
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await folder?.remove();
  folder = undefined;
});

async function createConnectors(url: string, place: string): Promise<void> {
  for (const [name, own] of Object.entries(connectors)) {
    const response = await fetch(`${url}/connectors/${name}/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...own, file: join(place, name) }),
    });
    expect(response.status).toBe(201);
  }
}

interface Phase {
  readonly name: 'coverage' | 'fuzzing';
  /** Threads that make requests. */
  readonly workers: number;
}

const phases: readonly Phase[] = [
  // With threads it breaks off in Python 3.11, whose compiler loses count of its recursion when two of them are in it.
  { name: 'coverage', workers: 1 },
  { name: 'fuzzing', workers: 2 },
];

/** Has requests made up from the description of the API, and returns what was found wrong with answers. */
async function problemsOf(url: string, { place, phase }: { place: string; phase: Phase }): Promise<string> {
  const file = join(place, 'schemathesis.toml');
  await writeFile(file, config);
  const limits = ['--max-time', String(maxTimeS), '--max-examples', '50', '--request-timeout', '20'];
  const how = [
    '--phases',
    phase.name,
    '--seed',
    '1',
    '--workers',
    String(phase.workers),
    '--warnings',
    'off',
  ];
  const { exitCode, stdout, stderr } = await runProgram(
    python,
    [
      ...['-m', 'schemathesis.cli', '--config-file', file, 'run', `${url}/openapi.json`],
      ...['--checks', checks.join(','), ...limits, ...how],
    ],
    { cwd: place, env: { ...process.env, HOME: place, NO_COLOR: '1' }, timeoutMs: 110_000 },
  );
  return exitCode === 0 ? '' : `${stdout}${stderr}`;
}

const modes: readonly WorkerSetup['mode'][] = ['standalone', 'distributed'];
const setups = modes.map((mode): WorkerSetup => ({ mode, properties: {} })).filter(hasSluiceWorker);

describe.each(setups)('the REST API of a $mode worker', (setup) => {
  it('answers whatever its description allows, and more, as described and never with a 5xx', async () => {
    folder = await makeTempFolder('openapi');
    worker = await startSluiceFor(setup, inject('kafka').bootstrapServers);
    await writeFile(join(folder.path, 'fuzzed-source'), 'one\ntwo\n');
    await createConnectors(worker.url, folder.path);
    for (const phase of phases)
      expect([phase.name, await problemsOf(worker.url, { place: folder.path, phase })]).toEqual([
        phase.name,
        '',
      ]);
    expect((await fetch(`${worker.url}/health`)).status).toBe(200);
  });
});
