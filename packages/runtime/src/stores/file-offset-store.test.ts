import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileOffsetStore } from './file-offset-store.ts';
import { decodeHashMapStream, encodeHashMapStream } from './java-hash-map-stream.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-offsets-'));
  path = join(folder, 'connect.offsets');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function started(): Promise<FileOffsetStore> {
  const store = new FileOffsetStore(path);
  await store.start();
  return store;
}

async function stored(): Promise<Record<string, string | null>> {
  const entries = decodeHashMapStream(await readFile(path));
  return Object.fromEntries(entries.map(({ key, value }) => [String(key), value?.toString() ?? null]));
}

describe('the offsets file', () => {
  it('starts empty when it is missing or empty', async () => {
    expect(await (await started()).get(['k'])).toEqual([null]);
    await writeFile(path, '');
    expect(await (await started()).get(['k'])).toEqual([null]);
  });

  it('keeps offsets over a restart, tombstones too', async () => {
    const store = await started();
    await store.set([
      { key: '["c",{"p":1}]', value: '{"o":1}' },
      { key: '["c",{"p":2}]', value: null },
    ]);
    const next = await started();
    expect(await next.get(['["c",{"p":1}]', '["c",{"p":2}]', '["c",{"p":3}]'])).toEqual([
      '{"o":1}',
      null,
      null,
    ]);
    expect(await stored()).toEqual({ '["c",{"p":1}]': '{"o":1}', '["c",{"p":2}]': null });
  });

  it('keeps the stored bytes of a key that is asked for with its fields in another order', async () => {
    const byJava = '["m",{"cluster":"A","partition":0,"topic":"t"}]';
    await writeFile(path, encodeHashMapStream([{ key: Buffer.from(byJava), value: Buffer.from('{"o":1}') }]));
    const store = await started();
    const sameKey = '["m",{"topic":"t","partition":0,"cluster":"A"}]';
    expect(await store.get([sameKey])).toEqual(['{"o":1}']);
    await store.set([{ key: sameKey, value: '{"o":2}' }]);
    expect(await stored()).toEqual({ [byJava]: '{"o":2}' });
  });

  it('keeps what is none of ours, byte for byte', async () => {
    const foreign = [
      { key: Buffer.from([0xff, 0xfe, 0]), value: Buffer.from([0x80]) },
      { key: null, value: Buffer.from('x') },
      { key: Buffer.alloc(0), value: Buffer.from('y') },
    ];
    await writeFile(path, encodeHashMapStream(foreign));
    const store = await started();
    await store.set([{ key: 'k', value: 'v' }]);
    expect(decodeHashMapStream(await readFile(path))).toEqual([
      ...foreign,
      { key: Buffer.from('k'), value: Buffer.from('v') },
    ]);
  });

  it('holds what was set last, however many sets are under way', async () => {
    const store = await started();
    const sets = Array.from({ length: 50 }, (_none, o) =>
      store.set([{ key: `k${o % 3}`, value: String(o) }]),
    );
    await sets[0];
    expect((await stored())['k0']).toBeDefined();
    await Promise.all(sets);
    expect(await stored()).toEqual({ k0: '48', k1: '49', k2: '47' });
  });

  it('is replaced whole: a reader sees the old or the new offsets at any time', async () => {
    const store = await started();
    await store.set([{ key: 'k', value: '0' }]);
    const state = { writing: true };
    const writes = (async () => {
      for (let o = 1; o <= 30; o++) await store.set([{ key: 'k', value: String(o).padEnd(5000, ' ') }]);
      state.writing = false;
    })();
    let last = 0;
    while (state.writing) {
      const seen = Number((await stored())['k']);
      expect(seen).toBeGreaterThanOrEqual(last);
      last = seen;
    }
    await writes;
    expect(await readdir(folder)).toEqual(['connect.offsets']);
  });

  it('survives what a kill left behind while it was written', async () => {
    const store = await started();
    await store.set([{ key: 'k', value: '1' }]);
    await writeFile(`${path}.next`, 'half');
    const next = await started();
    expect(await next.get(['k'])).toEqual(['1']);
    await next.set([{ key: 'k', value: '2' }]);
    expect(await stored()).toEqual({ k: '2' });
  });

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 3)],
    ['longer than it should be', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['something else', () => Buffer.from('{"fs":{"position":1}}')],
  ])('is refused and left alone when it is %s', async (_what, damage) => {
    const bytes = damage(encodeHashMapStream([{ key: Buffer.from('k'), value: Buffer.from('v') }]));
    await writeFile(path, bytes);
    await expect(started()).rejects.toMatchObject({
      code: 'OFFSETS_FILE_CORRUPT',
      message: expect.stringMatching(
        /^The offsets file .*connect\.offsets .* is damaged: expected .* at byte/,
      ),
    });
    expect(await readFile(path)).toEqual(bytes);
  });

  it('is refused when it cannot be read', async () => {
    await mkdir(path);
    await expect(started()).rejects.toMatchObject({ code: 'OFFSETS_FILE_UNREADABLE' });
  });

  it.skipIf(process.getuid?.() === 0)('is refused when it may not be read', async () => {
    await writeFile(path, 'x');
    await chmod(path, 0);
    await expect(started()).rejects.toMatchObject({
      code: 'OFFSETS_FILE_UNREADABLE',
      message: expect.stringContaining('EACCES'),
    });
  });

  it.skipIf(!existsSync('/dev/full'))(
    'stays as it was when the disk is full, and is written later',
    async () => {
      const store = await started();
      await store.set([{ key: 'k', value: '1' }]);
      await symlink('/dev/full', `${path}.next`);
      await expect(store.set([{ key: 'k', value: '2' }])).rejects.toMatchObject({
        code: 'OFFSETS_WRITE_FAILED',
        message: expect.stringContaining('ENOSPC'),
      });
      expect(await stored()).toEqual({ k: '1' });
      await store.set([{ key: 'l', value: '3' }]);
      expect(await stored()).toEqual({ k: '2', l: '3' });
    },
  );

  it('reports a folder that is not there, and goes on once it is', async () => {
    path = join(folder, 'later', 'connect.offsets');
    const store = await started();
    await expect(store.set([{ key: 'k', value: '1' }])).rejects.toMatchObject({
      code: 'OFFSETS_WRITE_FAILED',
    });
    await mkdir(join(folder, 'later'));
    await store.set([]);
    expect(await stored()).toEqual({ k: '1' });
  });

  it('is complete once the store has stopped', async () => {
    const store = await started();
    void store.set([{ key: 'k', value: '1' }]);
    await store.stop();
    expect(await stored()).toEqual({ k: '1' });
  });
});
