import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeTempFolder, repositoryFolder, waitFor } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDev, type DevProcess } from '../src/dev-process.ts';

let folder: TempFolder;
let running: DevProcess | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('sqlite-example');
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await folder.remove();
});

/** The example as it is, but for the file that it writes. */
async function copyExample(): Promise<{ readonly connectors: readonly string[]; readonly output: string }> {
  const place = join(folder.path, 'examples/sqlite');
  await cp(join(repositoryFolder, 'examples/sqlite'), place, { recursive: true });
  const output = join(folder.path, 'orders.txt');
  const sink = join(place, 'orders-to-file.json');
  const text = await readFile(sink, 'utf8');
  await writeFile(sink, text.replace('/tmp/shop-orders.txt', output));
  return { connectors: [join(place, 'orders-source.json'), sink], output };
}

describe('the example with SQLite', () => {
  it('brings orders into a file, those that are there and one that comes', async () => {
    const { connectors, output } = await copyExample();
    running = await startDev({ folder: folder.path, args: connectors });
    const lines = (count: number): Promise<readonly string[]> =>
      waitFor(`${count} orders`, async () => {
        const found = (await readFile(output, 'utf8')).split('\n').slice(0, -1);
        return found.length >= count ? found : undefined;
      });
    expect((await lines(3))[0]).toMatch(/^Struct\{id=1,customer=Ada,amount=19.90,ordered_at=.*2024\}$/);
    const shop = new DatabaseSync(join(folder.path, 'examples/sqlite/shop.db'), { timeout: 5000 });
    shop.exec(`INSERT INTO orders (customer, amount) VALUES ('Barbara', 42.50)`);
    shop.close();
    expect((await lines(4))[3]).toContain('customer=Barbara,amount=42.50');
  });
});
