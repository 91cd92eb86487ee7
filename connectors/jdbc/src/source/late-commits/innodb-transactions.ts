import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseError, type Database } from '@sluice/connector-shared-sql';
import type { OpenTransactions, TransactionNames } from './open-transactions.ts';

/** Transactions that have not written have numbers from here on. */
const firstReadOnlyId = 281_474_976_710_656n;
/** InnoDB shows what it showed before to whoever looks again within a tenth of a second. */
const staleMs = 110;
const maxAttempts = 20;

/** The list of InnoDB's transactions, which needs the privilege PROCESS. */
export function innodbTransactions(database: Database): OpenTransactions {
  return {
    patienceMs: [staleMs, staleMs, staleMs],
    writers: () => freshNames(database, 'trx_id', `trx_id > 0 AND trx_id < ${firstReadOnlyId}`),
    all: () => freshNames(database, 'trx_started', 'TRUE'),
  };
}

/**
 * Whether a list is of this moment or an old one can be seen by this very transaction: in a list of this moment it stands
 * with the statement that asks for the list.
 */
async function freshNames(database: Database, name: string, condition: string): Promise<TransactionNames> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    if (attempt > 0) await sleep(staleMs);
    const names = await namesNow(database, name, condition);
    if (names !== null) return names;
  }
  const message =
    'others look at it more often than ten times a second, so that it shows old transactions only';
  const complaint = { fault: 'contention', sqlCode: null, message } as const;
  throw databaseError('information_schema.innodb_trx cannot be used', complaint, null);
}

/** `null` when the list is an old one. */
async function namesNow(
  database: Database,
  name: string,
  condition: string,
): Promise<TransactionNames | null> {
  const mark = randomUUID();
  await database.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
  try {
    const { rows } = await database.query(
      `SELECT ${name}, trx_mysql_thread_id, COALESCE(trx_query, '') LIKE '%${mark}%', ${condition} ` +
        'FROM information_schema.innodb_trx',
    );
    const isOwn = (row: (typeof rows)[number]): boolean => row[2] === '1';
    if (!rows.some(isOwn)) return null;
    const others = rows.filter((row) => !isOwn(row) && row[3] === '1');
    return new Set(
      others.map(([transaction, thread]) => `${String(transaction)} (connection ${String(thread)})`),
    );
  } finally {
    await database.rollback();
  }
}
