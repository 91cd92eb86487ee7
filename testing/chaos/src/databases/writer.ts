import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@sluice/connector-shared-sql';
import type { Random } from '../random.ts';

export interface WriterOptions {
  readonly connect: () => Promise<Database>;
  readonly random: Random;
  /** Whether to go on. */
  readonly isOn: () => boolean;
}

const insertRow = 'INSERT INTO items (owner, amount, note) VALUES ($1, $2, $3) RETURNING id';
const changeRow =
  'UPDATE items SET owner = $1, amount = $2, note = $3, changed_at = clock_timestamp() WHERE id = $4';

/**
 * Inserts and changes rows in transactions that stay open for a while, so that those of several writers end in another
 * order than they began; one in ten is rolled back. Resolves to the number of transactions that were committed.
 */
export async function writeRows({ connect, random, isOn }: WriterOptions): Promise<number> {
  const ids: string[] = [];
  let committed = 0;
  let connection: Database | null = null;
  while (isOn()) {
    try {
      connection ??= await connect();
      const added = await oneTransaction(connection, random, ids);
      if (added === null) continue;
      ids.push(...added);
      committed += 1;
    } catch {
      // The server was killed: nobody knows how the transaction ended.
      await connection?.close();
      connection = null;
      await sleep(100);
    }
  }
  await connection?.close();
  return committed;
}

async function oneTransaction(
  connection: Database,
  random: Random,
  ids: readonly string[],
): Promise<readonly string[] | null> {
  const added: string[] = [];
  await connection.begin();
  for (let count = random.between(1, 15); count > 0; count -= 1) {
    const owner = Math.floor(random.between(0, 1000));
    const values = [owner, random.between(-1e6, 1e6).toFixed(2), `note ${random.between(0, 1)} "it's" 💧`];
    if (ids.length > 0 && random.between(0, 1) < 0.5) {
      await connection.execute(changeRow, [...values, random.oneOf(ids)]);
    } else {
      const { rows } = await connection.query(insertRow, values);
      added.push(String(rows[0]?.[0]));
    }
  }
  await sleep(random.between(0, 60));
  if (random.between(0, 1) < 0.1) {
    await connection.rollback();
    return null;
  }
  await connection.commit();
  return added;
}
