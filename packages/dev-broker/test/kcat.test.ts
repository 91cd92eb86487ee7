import { startDevBroker, type DevBroker } from '@sluice/dev-broker';
import { aptPackage, makeTempFolder, runProgram, type TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: TempFolder;
let broker: DevBroker;
let kcat: string;

beforeAll(async () => {
  kcat = await aptPackage('kcat');
  folder = await makeTempFolder('dev-broker-kcat');
  broker = await startDevBroker({ dataDir: folder.path });
});

afterAll(async () => {
  await broker.stop();
  await folder.remove();
});

async function run(args: readonly string[], stdin = ''): Promise<string> {
  const { stdout, stderr, exitCode } = await runProgram(kcat, ['-b', broker.bootstrapServers, ...args], {
    stdin,
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return stdout;
}

function lines(count: number): string {
  return Array.from({ length: count }, (_each, index) => `line ${index}\n`).join('');
}

describe('kcat', () => {
  it('lists the broker and its topics', async () => {
    await run(['-P', '-t', 'listed'], 'x\n');
    const listing = await run(['-L']);
    expect(listing).toContain(`broker 1 at ${broker.bootstrapServers} (controller)`);
    expect(listing).toContain('topic "listed" with 1 partitions');
  });

  it('produces and consumes', async () => {
    await run(['-P', '-t', 'plain'], lines(20_000));
    expect(await run(['-C', '-t', 'plain', '-o', 'beginning', '-e', '-q'])).toBe(lines(20_000));
    expect(await run(['-C', '-t', 'plain', '-o', '-3', '-e', '-q'])).toBe(
      'line 19997\nline 19998\nline 19999\n',
    );
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    'produces idempotently and compressed with %s',
    async (codec) => {
      const topic = `compressed-${codec}`;
      await run(['-P', '-t', topic, '-z', codec, '-X', 'enable.idempotence=true'], lines(3000));
      expect(await run(['-C', '-t', topic, '-o', 'beginning', '-e', '-q'])).toBe(lines(3000));
    },
  );

  it('keeps keys, headers and empty values', async () => {
    await run(['-P', '-t', 'keyed', '-K', ':', '-H', 'origin=test', '-Z'], 'a:1\nb:\n');
    const format = '%k %S %h;';
    expect(await run(['-C', '-t', 'keyed', '-o', 'beginning', '-e', '-q', '-f', format])).toBe(
      'a 1 origin=test;b -1 origin=test;',
    );
  });

  it('consumes in a group, and goes on where that group was', async () => {
    const consume = (): Promise<string> =>
      run(['-G', 'kcat-group', '-X', 'auto.offset.reset=earliest', '-e', '-q', 'grouped']);
    await run(['-P', '-t', 'grouped'], lines(100));
    expect(await consume()).toBe(lines(100));
    await run(['-P', '-t', 'grouped'], 'one more\n');
    expect(await consume()).toBe('one more\n');
  });

  it('asks for offsets by time', async () => {
    await run(['-P', '-t', 'timed'], lines(10));
    expect(await run(['-Q', '-t', 'timed:0:0'])).toBe('timed [0] offset 0\n');
    expect(await run(['-Q', '-t', 'timed:0:-1'])).toBe('timed [0] offset 10\n');
  });
});
