import type { QueryParam } from '../route/route.ts';

/** Not known to Java workers, which ignore it; without it answers are theirs. */
export const expandHealth = {
  kind: 'list',
  known: ['health'],
  doc: '`health` adds to each state how the connector or task is beside it: whether it makes progress, and what restarts are to be expected.',
} as const satisfies QueryParam;
