import { startTestWorker, waitFor, type TestWorker } from '@sluice/test-kit';
import { Hdfs } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hdfs3Sink } from '../src/plugin.ts';

let hdfs: Hdfs;
let worker: TestWorker;

beforeAll(async () => {
  hdfs = await Hdfs.start({ settings: { 'dfs.permissions.enabled': 'true' } });
  worker = await startTestWorker({ plugins: [hdfs3Sink], patienceMs: 60_000 });
});

afterAll(async () => {
  await worker.stop();
  await hdfs.stop();
});

async function startSink(name: string, more: Readonly<Record<string, string>>): Promise<void> {
  await worker.createTopic(name);
  await worker.putConnector(name, {
    'connector.class': hdfs3Sink.className,
    topics: name,
    'webhdfs.url': hdfs.url,
    'topics.dir': `/${name}`,
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'flush.size': '2',
    ...more,
  });
}

/** What Hadoop's own client prints of a file, decoded. */
function textOf(path: string): Promise<string> {
  return waitFor(`${path} to be there`, async () => {
    const { exitCode, stdout, stderr } = await hdfs.shell('-text', path);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  });
}

describe('a folder that belongs to somebody else', () => {
  it('fails the task, which says so, until files may be made in it', async () => {
    expect(await hdfs.shell('-mkdir', '/guarded')).toMatchObject({ exitCode: 0 });
    const json = { 'format.class': 'json', 'value.converter.schemas.enable': 'false' };
    await startSink('guarded', { ...json, 'webhdfs.user': 'stranger' });
    await worker.write('guarded', ['{"n":1}', '{"n":2}']);
    expect(await worker.untilFailed('guarded')).toMatch(/AccessControlException.*user=stranger, access=/s);
    expect(await hdfs.shell('-chown', 'stranger', '/guarded')).toMatchObject({ exitCode: 0 });
    await worker.stopConnector('guarded');
    await worker.resumeConnector('guarded');
    const path = '/guarded/guarded/partition=0/guarded+0+0000000000+0000000001.json';
    expect(await textOf(path)).toBe('{"n":1}\n{"n":2}\n');
    const { stdout } = await hdfs.shell('-stat', '%u', path);
    expect(stdout.trim()).toBe('stranger');
    await worker.stopConnector('guarded');
  });
});

describe("Hadoop's own client", () => {
  it.each(['null', 'deflate', 'snappy'])('reads Avro files of the codec %s', async (codec) => {
    const name = `avro-${codec}`;
    expect(await hdfs.shell('-mkdir', `/${name}`)).toMatchObject({ exitCode: 0 });
    expect(await hdfs.shell('-chmod', '777', `/${name}`)).toMatchObject({ exitCode: 0 });
    await startSink(name, { 'avro.codec': codec });
    const schema = {
      type: 'struct',
      name: 'order',
      fields: [
        { field: 'id', type: 'int64' },
        { field: 'paid', type: 'boolean', optional: true },
        { field: 'note', type: 'string', optional: true },
        { field: 'sizes', type: 'array', items: { type: 'int32' } },
        { field: 'share', type: 'double' },
      ],
    };
    const record = (payload: string): string => `{"schema":${JSON.stringify(schema)},"payload":${payload}}`;
    await worker.write(name, [
      record('{"id":9007199254740993,"paid":true,"note":"é","sizes":[1,-2],"share":0.5}'),
      record('{"id":-1,"sizes":[],"share":1.0E300}'),
    ]);
    const text = await textOf(`/${name}/${name}/partition=0/${name}+0+0000000000+0000000001.avro`);
    expect(text.trimEnd().split('\n')).toEqual([
      '{"id":9007199254740993,"paid":{"boolean":true},"note":{"string":"é"},"sizes":[1,-2],"share":0.5}',
      '{"id":-1,"paid":null,"note":null,"sizes":[],"share":1.0E300}',
    ]);
    await worker.stopConnector(name);
  });
});
