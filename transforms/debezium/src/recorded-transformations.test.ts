import { readFileSync } from 'node:fs';
import { parseConfig, type ConfigProperties, type TransformationPlugin } from '@sluice/connect-api';
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

interface Case {
  readonly id: string;
  readonly note: string;
  readonly class: string;
  readonly config: ConfigProperties;
  /** Without one only the configuration is tried. */
  readonly input?: RecordNotation;
  readonly output?: RecordNotation | true | null;
  readonly error?: ErrorNotation & { readonly phase: string };
}

const text = readFileSync(new URL('fixtures/debezium-transforms.json', import.meta.url), 'utf8');
const { cases } = JSON.parse(text) as { cases: Case[] };

function run({ class: className, config, input }: Case): unknown {
  const plugin = plugins.find((one) => one.className === className) as unknown as TransformationPlugin;
  const transformation = plugin.createTransformation(parseConfig(plugin.config, config));
  if (input === undefined) return true;
  const record = readRecord(input);
  const before = writeRecord(record);
  const result = transformation.apply(record);
  expect(writeRecord(record)).toEqual(before);
  return result === null ? null : writeRecord(result);
}

/** Debezium's errors about configuration have its own words; that there is one, and when, is what matters. */
function expectedError({ error }: Case): ErrorNotation | undefined {
  return error?.phase === 'configure' ? { ...error, portable: false } : error;
}

describe('transformations agree with Debezium 3.5', () => {
  it.each(cases.map((one) => [`${one.id}: ${one.note}`, one] as const))('%s', (_, one) => {
    const { output } = one;
    const error = expectedError(one);
    const expected = typeof output === 'object' && output !== null ? canonicalRecord(output) : output;
    expect(outcomeOf(() => run(one), error)).toEqual(expectedOutcome(expected, error));
  });

  it.each(cases.filter(({ error }) => error?.phase === 'configure').map((one) => [one.note, one] as const))(
    'finds when it is configured that something is wrong: %s',
    (_, { class: className, config }) => {
      const plugin = plugins.find((one) => one.className === className) as unknown as TransformationPlugin;
      expect(() => parseConfig(plugin.config, config)).toThrow(/Invalid value/);
    },
  );
});
