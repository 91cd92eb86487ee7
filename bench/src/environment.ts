import { cpus, totalmem } from 'node:os';
import { findJava } from '@sluice/testing-services';

export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  readonly java: string;
}

/** The machine and the platforms that figures belong to. */
export async function describeEnvironment(): Promise<Environment> {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGib: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    java: (await findJava()).version,
  };
}
