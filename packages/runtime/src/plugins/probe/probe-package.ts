import { Worker } from 'node:worker_threads';
import type { PluginPackage } from '../plugin-info.ts';
import type { ProbeAnswer } from './reasons.ts';

export interface ProbeLimits {
  /** How long the import may take; 30 seconds by default. */
  readonly timeoutMs?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

function probeEntry(): URL {
  return new URL(import.meta.resolve('@sluice/runtime/probe-thread'));
}

/**
 * Tries whether the plugins of a package can be loaded, in a thread of its own: whatever the package does, and whatever
 * it takes up, ends with the thread.
 */
export async function probePackage(
  from: PluginPackage,
  { timeoutMs = 30_000, signal }: ProbeLimits = {},
): Promise<ProbeAnswer> {
  const limit = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
  // What it prints is not for the output of a command.
  const options = { workerData: from, name: 'sluice-probe', stdout: true, stderr: true };
  const worker = new Worker(probeEntry(), options);
  const same = (reason: string): ProbeAnswer =>
    from.plugins.map(() => `It cannot be loaded from ${from.name}: ${reason}`);
  try {
    return await new Promise((resolve) => {
      worker.once('message', resolve);
      worker.once('error', (error: Error) => resolve(same(error.message)));
      worker.once('exit', (code) => resolve(same(`it ended its thread with process.exit(${code})`)));
      limit.addEventListener('abort', () => resolve(same(`its import took longer than ${timeoutMs} ms`)));
    });
  } finally {
    await worker.terminate();
  }
}
