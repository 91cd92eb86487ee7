import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTempFolder } from '../process/temp-folder.ts';
import type { TempFolder } from '../process/temp-folder.ts';
import { classDataOf } from './class-data.ts';

const java = { command: '/java', version: '25.0.1', major: 25 };

let cache: TempFolder;
beforeEach(async () => {
  cache = await makeTempFolder('class-data-test');
  vi.stubEnv('SLUICE_CACHE', cache.path);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await cache.remove();
});

const fileOf = (options: readonly string[]): string => (options[0] ?? '').split('=')[1] ?? '';

describe('class data', () => {
  it('is recorded by the first JVM and used by the next ones', async () => {
    const first = classDataOf(java, 'Main', 'a.jar');
    expect(first.jvmOptions[0]).toMatch(/^-XX:ArchiveClassesAtExit=/);
    expect(classDataOf(java, 'Main', 'a.jar')).toEqual({ jvmOptions: [] });
    await writeFile(fileOf(first.jvmOptions), 'archive');
    first.recording?.finish(true);
    const next = classDataOf(java, 'Main', 'a.jar');
    expect(next.jvmOptions[0]).toMatch(/^-XX:SharedArchiveFile=/);
    expect(existsSync(fileOf(next.jvmOptions))).toBe(true);
  });

  it('is thrown away and recorded anew when the JVM was killed while it wrote', async () => {
    const first = classDataOf(java, 'Main', 'a.jar');
    await writeFile(fileOf(first.jvmOptions), 'half an arch');
    first.recording?.finish(false);
    expect(existsSync(fileOf(first.jvmOptions))).toBe(false);
    expect(classDataOf(java, 'Main', 'a.jar').recording).toBeDefined();
  });

  it('is not shared between class paths, main classes or Java versions', () => {
    const files = [
      classDataOf(java, 'Main', 'a.jar'),
      classDataOf(java, 'Main', 'b.jar'),
      classDataOf(java, 'Other', 'a.jar'),
      classDataOf({ ...java, version: '25.0.2' }, 'Main', 'a.jar'),
    ].map(({ jvmOptions }) => fileOf(jvmOptions));
    expect(new Set(files).size).toBe(4);
  });

  it('is not used with a Java that is too old for it', () => {
    expect(classDataOf({ ...java, major: 17 }, 'Main', 'a.jar')).toEqual({ jvmOptions: [] });
  });
});
