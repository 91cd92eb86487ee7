import { Loggers, type WorkerObserver } from '@sluice/runtime';

/** Tells what it was asked; its loggers are real. */
export class MemoryObserver implements WorkerObserver {
  readonly loggers = new Loggers('INFO');
  /** What was set for all workers, once there are others. */
  readonly setInCluster: unknown[] = [];
  setClusterLevel: WorkerObserver['setClusterLevel'] = null;

  prometheusText(naming: string): Promise<string> {
    return Promise.resolve(`# HELP asked By which names.\n# TYPE asked gauge\nasked{names="${naming}"} 1\n`);
  }

  lastLines(connector: string, task: number | null, count: number): readonly string[] {
    return [JSON.stringify({ connector, task, count }), '{}'].slice(0, count);
  }

  joinCluster(): void {
    this.setClusterLevel = (name, level) => {
      this.setInCluster.push([name, level]);
      return Promise.resolve();
    };
  }
}
