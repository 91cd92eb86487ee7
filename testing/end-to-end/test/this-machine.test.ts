import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeTempFolder, readTopic, repositoryFolder, waitFor } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { startDev, type DevProcess } from '../src/dev-process.ts';

const connectors = [
  'own-log',
  'system-logs',
  'machine-metrics',
  'logs-to-files',
  'metrics-to-files',
  'metrics-to-table',
];

let folder: TempFolder;
let running: DevProcess | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('this-machine');
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await folder.remove();
});

/** The complete files of a topic. */
async function filesOf(topic: string): Promise<string[]> {
  const place = join(folder.path, '.sluice/dev/files', topic, 'partition=0');
  const names = await readdir(place).catch(() => []);
  return Promise.all(names.map((name) => readFile(join(place, name), 'utf8')));
}

function rowsOfTable(): Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder.path, '.sluice/dev/machine.db'), { readOnly: true });
  try {
    return database.prepare('SELECT series, name, value, labels FROM metrics ORDER BY series').all();
  } finally {
    database.close();
  }
}

describe('sluice dev without connectors', () => {
  it('brings logs and metrics of this machine into topics, files and a table, in a moment', async () => {
    running = await startDev({ folder: folder.path });
    const { output, restUrl, bootstrapServers } = running;
    expect(Number(/up after (\d+) ms/.exec(output)?.[1])).toBeLessThan(5000);
    const table = await waitFor('rows in the table', () => {
      const rows = rowsOfTable();
      return rows.some(({ name }) => name === 'node_memory_MemTotal_bytes') ? rows : undefined;
    });
    const memory = table.find(({ name }) => name === 'node_memory_MemTotal_bytes');
    expect(memory?.['value']).toBeGreaterThan(1e8);
    expect(JSON.parse(String(memory?.['labels']))).toMatchObject({ job: 'host' });

    await fetch(`${restUrl}/connectors`);
    const lines = await waitFor('a file with the line of the request', async () =>
      (await filesOf('machine-logs')).find((text) => text.includes('/connectors')),
    );
    expect(lines).toMatch(/^\{.*\}$/m);
    const metrics = await waitFor('a file of metrics', async () => (await filesOf('machine-metrics'))[0]);
    const [first = ''] = metrics.split('\n');
    expect(JSON.parse(first)).toMatchObject({ type: expect.any(String) as string, labels: { job: 'host' } });
    expect((await readTopic(bootstrapServers, 'machine-metrics')).length).toBeGreaterThan(20);
    for (const name of connectors) {
      const tasks = await new ConnectorRest(restUrl).tasks(name);
      expect([name, ...tasks.map(({ state }) => state)]).toEqual([name, 'RUNNING']);
    }
    await running.process.kill('SIGINT');
    expect(await running.process.exited).toBe('exit code 130');
  });

  it('does so on a machine without system logs', async () => {
    const place = join(folder.path, 'examples');
    await cp(join(repositoryFolder, 'examples/this-machine'), place, { recursive: true });
    const system = join(place, 'system-logs.json');
    const text = await readFile(system, 'utf8');
    await writeFile(system, text.replaceAll('/var/log/', '/no/such/folder/'));
    running = await startDev({ folder: folder.path, args: [system, join(place, 'own-log.json')] });
    const { restUrl, bootstrapServers } = running;
    await fetch(`${restUrl}/connectors`);
    const hasRequest = async (): Promise<true | undefined> => {
      const records = await readTopic(bootstrapServers, 'machine-logs');
      return records.some(({ value }) => String(value).includes('/connectors')) || undefined;
    };
    await waitFor('the line of the request in its topic', hasRequest);
    expect(await new ConnectorRest(restUrl).tasks('system-logs')).toMatchObject([{ state: 'RUNNING' }]);
  });
});
