import { totalmem } from 'node:os';

const bytesInMib = 1_048_576;
const largestHeapMib = 4096;

/** What this process may use: of the machine, or of the container that it runs in. */
export function memoryOfMachine(): number {
  // 0 where there is no limit, and a number beyond all machines where a container has none.
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/**
 * How much the JavaScript objects of one task thread may take up, in MiB, as V8 wants it.
 * @param configuredBytes - 0 has it derived from what there is.
 */
export function threadHeapLimitMib(configuredBytes: number, availableBytes = memoryOfMachine()): number {
  if (configuredBytes > 0) return Math.max(1, Math.floor(configuredBytes / bytesInMib));
  return Math.min(largestHeapMib, Math.floor(availableBytes / 2 / bytesInMib));
}

/**
 * How much the records of all tasks may take up.
 * @param configuredBytes - 0 has it derived from what there is.
 */
export function recordMemoryLimitBytes(configuredBytes: number, availableBytes = memoryOfMachine()): number {
  return configuredBytes > 0 ? configuredBytes : Math.floor(availableBytes / 4);
}
