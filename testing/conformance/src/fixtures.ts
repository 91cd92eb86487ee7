import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Json } from './scenario/scenario.ts';
import type { StepAnswer } from './scenario/run-scenario.ts';

const folder = join(import.meta.dirname, '../fixtures');
const lineDepth = 5;

/** What the Java worker answered when it was last recorded. */
export function readRecorded(scenario: string): StepAnswer[] {
  return JSON.parse(readFileSync(fixture(scenario), 'utf8')) as StepAnswer[];
}

export function writeRecorded(scenario: string, answers: readonly StepAnswer[]): void {
  mkdirSync(dirname(fixture(scenario)), { recursive: true });
  writeFileSync(fixture(scenario), `${formatJson(answers as unknown as Json, 0)}\n`);
}

/** Each entry of a validation on a line of its own, everything above it spread out. */
function formatJson(value: Json, depth: number): string {
  if (value === null || typeof value !== 'object' || depth >= lineDepth) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const items = Object.entries(value).map(([name, item]) => {
    const text = formatJson(item, depth + 1);
    return isList ? text : `${JSON.stringify(name)}: ${text}`;
  });
  const [open, close] = isList ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  const indent = ' '.repeat(depth);
  return `${open}\n${items.map((item) => `${indent} ${item}`).join(',\n')}\n${indent}${close}`;
}

function fixture(scenario: string): string {
  return join(folder, `${scenario}.json`);
}
