import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findExample, inDataFolder } from './example-connectors.ts';

describe('the example of sluice dev', () => {
  it('is the files of examples/this-machine, sources first', () => {
    const files = findExample('/d')?.files ?? [];
    expect(files.map((file) => basename(file))).toEqual([
      'metrics.json',
      'own-log.json',
      'system-logs.json',
      'logs-to-files.json',
      'metrics-to-files.json',
      'metrics-to-table.json',
    ]);
  });

  it('keeps its data where sluice dev does', () => {
    const texts = (findExample('/d')?.files ?? []).map((file) => readFileSync(file, 'utf8'));
    const configs = texts.map((text) => (JSON.parse(text) as { config: Record<string, string> }).config);
    const moved = configs.flatMap((config) => Object.values(inDataFolder(config, '/d$&')).map(String));
    expect(moved.filter((value) => value.includes('/d$&'))).toEqual([
      '/d$&/sluice.log',
      '/d$&',
      '/d$&',
      'jdbc:sqlite:/d$&/machine.db',
    ]);
    expect(moved.some((value) => value.includes('.sluice'))).toBe(false);
  });
});
