import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loginHeaders, makeTempFolder } from '@sluice/testing-services';
import type { Properties, RestLogin } from '@sluice/testing-services';
import type { Subject } from './scenario/run-scenario.ts';

/** What of a worker a scenario needs. */
export interface ScenarioWorker {
  readonly url: string;
  readonly properties: Properties;
}

export interface TempSubject extends Subject {
  remove(): Promise<void>;
}

/** A worker with a folder and a topic of its own, to run scenarios on. */
export async function makeSubject(
  { url, properties }: ScenarioWorker,
  login?: RestLogin,
): Promise<TempSubject> {
  const headers = loginHeaders(login);
  const { path, remove } = await makeTempFolder('conformance');
  await writeFile(join(path, 'source.txt'), 'one\ntwo\n');
  const { kafka_cluster_id: cluster } = (await (await fetch(url, { headers })).json()) as {
    kafka_cluster_id: string;
  };
  const placeholders = [
    { name: '<worker>', value: new URL(url).host },
    { name: '<cluster>', value: cluster },
    { name: '<folder>', value: path },
    ...(properties['group.id'] === undefined ? [] : [{ name: '<group>', value: properties['group.id'] }]),
    { name: '<topic>', value: `conformance-${randomBytes(6).toString('hex')}` },
    ...(properties['plugin.path'] === undefined
      ? []
      : [{ name: '<plugins>', value: properties['plugin.path'] }]),
  ];
  return { url, headers, placeholders, remove };
}
