import type { DatabaseFault } from '../database/database-fault.ts';
import type { DriverComplaint } from '../database/database-error.ts';

/** By the primary code of a result, which is its last eight bits. */
const faults: Readonly<Record<number, DatabaseFault>> = {
  3: 'privilege',
  5: 'contention',
  6: 'contention',
  8: 'privilege',
  10: 'connection',
  14: 'connection',
  19: 'constraint',
  18: 'value',
  20: 'value',
  23: 'privilege',
};

/** Tells what an error of SQLite is about. */
export function sqliteComplaint(error: unknown): DriverComplaint {
  const { errcode, message } = error as { readonly errcode?: unknown; readonly message?: unknown };
  const text = String(message ?? error);
  const code = typeof errcode === 'number' ? errcode : null;
  return { fault: faultIn(code, text), sqlCode: code === null ? null : String(code), message: text };
}

function faultIn(code: number | null, text: string): DatabaseFault {
  if (/^no such (?:table|column|function)|has no column named/i.test(text)) return 'missing';
  if (code === null) return /not open/i.test(text) ? 'connection' : 'statement';
  return faults[code & 0xff] ?? 'statement';
}
