import type { WorkerObserver } from '@sluice/runtime';

/** Tells what it was asked. */
export class MemoryObserver implements WorkerObserver {
  prometheusText(naming: string): Promise<string> {
    return Promise.resolve(`# HELP asked By which names.\n# TYPE asked gauge\nasked{names="${naming}"} 1\n`);
  }
}
