import type { Deliberate } from './deliberate.ts';

/** Where Sluice answers something else than the Java worker, and means it. */
export const deliberateDifferences: readonly Deliberate[] = [];
