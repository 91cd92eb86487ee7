import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { OutputChunk } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePackage, removeOldCode } from './bundle-package.ts';
import { readBundledPackages, type BundledPackage } from './bundled-package.ts';

const root = resolve(import.meta.dirname, '../..');
const packages = new Map(readBundledPackages(root).map((bundled) => [bundled.name, bundled]));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-test-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function packageNamed(name: string): BundledPackage {
  const bundled = packages.get(name);
  if (bundled === undefined) throw new Error(`there is no package ${name}`);
  return bundled;
}

/** Builds a package where other code in the folder finds it by its name. */
async function install(name: string): Promise<OutputChunk[]> {
  const bundled = packageNamed(name);
  const installed = join(folder, 'node_modules', name);
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(bundled.folder, 'package.json'), join(installed, 'package.json'));
  const output = await bundlePackage(bundled, join(installed, 'dist'));
  return output.filter((file) => file.type === 'chunk');
}

/** What is loaded with an entry, before anything of it is called. */
function loadedWith(entry: string, chunks: readonly OutputChunk[]): OutputChunk[] {
  const loaded = new Set<string>();
  const visit = (fileName: string): void => {
    const chunk = chunks.find((one) => one.fileName === fileName);
    if (chunk === undefined || loaded.has(fileName)) return;
    loaded.add(fileName);
    for (const imported of chunk.imports) visit(imported);
  };
  visit(entry);
  return chunks.filter(({ fileName }) => loaded.has(fileName));
}

const importer = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { getHeapStatistics } = require('node:v8');
  const used = () => getHeapStatistics().used_heap_size + getHeapStatistics().external_memory;
  const before = used();
  import(workerData).then(() => parentPort.postMessage(used() - before));
`;

/** Garbage included: less is used in the end. */
function heapBytesOf(moduleFile: string): Promise<number> {
  const worker = new Worker(importer, {
    eval: true,
    execArgv: [],
    workerData: pathToFileURL(moduleFile).href,
  });
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

describe('the Kafka client that users import', () => {
  let client: OutputChunk[];
  let protocol: OutputChunk[];

  beforeAll(async () => {
    client = loadedWith('index.js', await install('@sluice/kafka-client'));
    protocol = loadedWith('index.js', await install('@sluice/kafka-protocol'));
  });

  it('is a handful of modules', () => {
    expect(client.length + protocol.length).toBeLessThanOrEqual(6);
  });

  it('loads nothing but Node and the protocol, which dev broker and client share', () => {
    const outside = [...client, ...protocol].flatMap(({ imports }) =>
      imports.filter((name) => !name.endsWith('.js') && !name.startsWith('node:')),
    );
    expect(new Set(outside)).toEqual(new Set(['@sluice/kafka-protocol']));
  });

  it('leaves to others what only some need: TLS, passwords, compression, HTTP', () => {
    const builtIns = [...client, ...protocol].flatMap(({ imports }) =>
      imports.filter((name) => /^node:(tls|crypto|zlib|https?|http2|dns)$/.test(name)),
    );
    expect(builtIns).toEqual([]);
  });

  it('is at most 768 KiB of code', () => {
    const bytes = [...client, ...protocol].reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
    expect(bytes).toBeLessThan(768 * 1024);
  });

  it('takes up at most 8 MB of a thread', async () => {
    const bytes = await heapBytesOf(join(folder, 'node_modules/@sluice/kafka-client/dist/index.js'));
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(8_000_000);
  });
});

describe('the modules of a task thread', () => {
  it('are few before a task is added', async () => {
    const chunks = await install('@sluice/runtime');
    expect(loadedWith('task-thread.js', chunks).length).toBeLessThanOrEqual(6);
  });
});

describe('a build', () => {
  it('makes a module of each entry with a source', () => {
    expect(packageNamed('@sluice/runtime').entries).toEqual({
      index: './src/index.ts',
      cluster: './src/cluster.ts',
      'config-providers': './src/config/providers/stock-providers.ts',
      'probe-thread': './src/plugins/probe/probe-thread.ts',
      'task-thread': './src/task-host/thread/thread-entry.ts',
    });
  });

  it('leaves no code of an earlier one', async () => {
    const old = join(folder, 'old');
    mkdirSync(join(old, 'parts'), { recursive: true });
    for (const name of ['gone.js', 'parts/gone.js.map', 'index.d.ts']) writeFileSync(join(old, name), '');
    removeOldCode(old, await bundlePackage(packageNamed('@sluice/rest-api'), old));
    expect(
      ['gone.js', 'parts/gone.js.map', 'index.d.ts', 'index.js'].map((name) => existsSync(join(old, name))),
    ).toEqual([false, false, true, true]);
  });

  it('keeps calls that are there for what they throw', async () => {
    const source = join(folder, 'checking');
    mkdirSync(source);
    writeFileSync(
      join(source, 'index.ts'),
      `export function isEncoded(text: string): boolean {
        try {
          decodeURIComponent(text);
          return true;
        } catch {
          return false;
        }
      }`,
    );
    const checking = { name: 'checking', folder: source, entries: { index: './index.ts' } };
    await bundlePackage(checking, join(source, 'dist'));
    const built = (await import(pathToFileURL(join(source, 'dist/index.js')).href)) as {
      isEncoded: (text: string) => boolean;
    };
    expect(['%41', '%ff'].map(built.isEncoded)).toEqual([true, false]);
  });

  it('is ASCII and says the same: other characters would double what a module takes up', async () => {
    const source = join(folder, 'texts');
    mkdirSync(source);
    writeFileSync(
      join(source, 'index.ts'),
      'export const texts = ["…é", `\u{1f600}`, /^[…\u{1f600}]+$/u];\n',
    );
    const texts = { name: 'texts', folder: source, entries: { index: './index.ts' } };
    await bundlePackage(texts, join(source, 'dist'));
    const file = join(source, 'dist/index.js');
    expect(readFileSync(file, 'latin1')).toMatch(/^[\0-\x7f]+$/);
    const built = (await import(pathToFileURL(file).href)) as { texts: [string, string, RegExp] };
    expect(built.texts.slice(0, 2)).toEqual(['…é', '\u{1f600}']);
    expect(['…\u{1f600}…', '\u{1f601}'].map((text) => built.texts[2].test(text))).toEqual([true, false]);
  });

  it('keeps what is imported later in a file of its own', async () => {
    const source = join(folder, 'lazy');
    mkdirSync(source);
    writeFileSync(join(source, 'index.ts'), "export const load = () => import('./heavy.ts');\n");
    writeFileSync(join(source, 'heavy.ts'), 'export const heavy: number = 1;\n');
    const lazy = { name: 'lazy', folder: source, entries: { index: './index.ts' } };
    const output = await bundlePackage(lazy, join(source, 'dist'));
    const chunks = output.filter((file) => file.type === 'chunk');
    expect(chunks.map(({ fileName }) => fileName)).toContain('parts/heavy.js');
    const loadedAtOnce = loadedWith('index.js', chunks).map(({ fileName }) => fileName);
    expect(loadedAtOnce).toContain('index.js');
    expect(loadedAtOnce).not.toContain('parts/heavy.js');
  });
});
