import { readFileSync } from 'node:fs';
import {
  parseConfig,
  type ConfigProperties,
  type PredicatePlugin,
  type TransformationPlugin,
} from '@sluice/connect-api';
import {
  canonicalRecord,
  expectedOutcome,
  outcomeOf,
  readRecord,
  writeRecord,
  type ErrorNotation,
  type RecordNotation,
} from '@sluice/connect-api/vector-notation';
import { describe, expect, it } from 'vitest';
import { plugins } from './index.ts';
import { predicatesPackage, transformsPackage } from './names.ts';

process.env['TZ'] = 'UTC';

interface Case {
  readonly id: string;
  readonly note?: string;
  readonly config: ConfigProperties;
  /** Without one only the configuration is tried. */
  readonly input?: RecordNotation;
  readonly error?: ErrorNotation;
}

interface TransformationCase extends Case {
  readonly transform: string;
  readonly target: 'Key' | 'Value' | null;
  readonly output?: RecordNotation | true | null;
}

interface PredicateCase extends Case {
  readonly predicate: string;
  readonly output?: boolean;
}

function casesOf<C extends Case>(file: string): [string, C][] {
  const text = readFileSync(new URL(`fixtures/${file}.json`, import.meta.url), 'utf8');
  const { cases } = JSON.parse(text) as { cases: C[] };
  return cases.map((one) => [one.note === undefined ? one.id : `${one.id}: ${one.note}`, one]);
}

function runTransformation({ transform, target, config, input }: TransformationCase): unknown {
  const className = `${transformsPackage}.${transform}${target === null ? '' : `$${target}`}`;
  const plugin = plugins.find((one) => one.className === className) as unknown as TransformationPlugin;
  const transformation = plugin.createTransformation(parseConfig(plugin.config, config));
  if (input === undefined) return true;
  const record = readRecord(input);
  const before = writeRecord(record);
  const result = transformation.apply(record);
  expect(writeRecord(record)).toEqual(before);
  return result === null ? null : writeRecord(result);
}

function runPredicate({ predicate, config, input }: PredicateCase): boolean {
  const className = `${predicatesPackage}.${predicate}`;
  const plugin = plugins.find((one) => one.className === className) as unknown as PredicatePlugin;
  const test = plugin.createPredicate(parseConfig(plugin.config, config));
  return input === undefined ? true : test.test(readRecord(input));
}

describe('transformations agree with Kafka Connect', () => {
  it.each(casesOf<TransformationCase>('transforms'))('%s', (_, one) => {
    const { output, error } = one;
    const expected = typeof output === 'object' && output !== null ? canonicalRecord(output) : output;
    expect(outcomeOf(() => runTransformation(one), error)).toEqual(expectedOutcome(expected, error));
  });
});

describe('predicates agree with Kafka Connect', () => {
  it.each(casesOf<PredicateCase>('predicates'))('%s', (_, one) => {
    const { output, error } = one;
    expect(outcomeOf(() => runPredicate(one), error)).toEqual(expectedOutcome(output, error));
  });
});
