import type { TaskId } from '../states.ts';

/** Reads `<connector>-<number>`; names of connectors may contain dashes too. `null` for anything else. */
export function parseTaskName(text: string): TaskId | null {
  const match = /^(.+)-(\d{1,10})$/s.exec(text);
  const task = Number(match?.[2]);
  if (match?.[1] === undefined || task > 2_147_483_647) return null;
  return { connector: match[1], task };
}
