import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheRoot } from '../packages/cache.ts';
import type { Java } from './find-java.ts';

/** Class-data sharing: a JVM that maps its classes from an archive starts three to five times sooner. */
export interface ClassData {
  readonly jvmOptions: readonly string[];
  /** Set when this run writes the archive, which happens when the JVM exits by itself or by SIGTERM. */
  readonly recording?: Recording;
}

export interface Recording {
  /** To be called when the JVM is gone. An archive that it could not finish (`whole` false) is thrown away. */
  finish(whole: boolean): void;
}

const oldestMajor = 19;
const beingRecorded = new Set<string>();

/**
 * The archive of one main class on one class path (of jars only) under one Java. The first JVM that asks for a
 * missing archive records it, beside its place: what stands there is always whole.
 */
export function classDataOf(java: Java, mainClass: string, classPath: string): ClassData {
  if (java.major < oldestMajor) return { jvmOptions: [] };
  const digest = createHash('sha256')
    .update(`${java.command}\n${java.version}\n${classPath}`)
    .digest('hex')
    .slice(0, 12);
  const archive = join(cacheRoot(), 'class-data', `${mainClass}-${digest}.jsa`);
  if (existsSync(archive)) return { jvmOptions: [`-XX:SharedArchiveFile=${archive}`] };
  if (beingRecorded.has(archive)) return { jvmOptions: [] };
  beingRecorded.add(archive);
  mkdirSync(dirname(archive), { recursive: true });
  const draft = `${archive}.draft-${process.pid}`;
  const finish = (whole: boolean): void => {
    beingRecorded.delete(archive);
    if (whole && existsSync(draft)) renameSync(draft, archive);
    else rmSync(draft, { force: true });
  };
  return { jvmOptions: [`-XX:ArchiveClassesAtExit=${draft}`], recording: { finish } };
}
