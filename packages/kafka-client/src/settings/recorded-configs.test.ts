import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adminKeys } from './admin-settings.ts';
import { consumerKeys } from './consumer-settings.ts';
import { keysWithoutEffect } from './keys-without-effect.ts';
import type { SettingKeys } from './parse-settings.ts';
import { producerKeys } from './producer-settings.ts';
import { RuleError, type Setting } from './setting.ts';

/** A property as the ConfigDef of Kafka 4.3.0 declares it. */
interface Recorded {
  readonly name: string;
  readonly type: string;
  /** Absent when the property is required. */
  readonly default?: string | null;
  readonly validValues: string | null;
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'client-configs.json'), 'utf8'),
) as Record<'producer' | 'consumer' | 'admin', readonly Recorded[]>;

const clients: readonly (readonly [client: keyof typeof recorded, keys: SettingKeys])[] = [
  ['producer', producerKeys],
  ['consumer', consumerKeys],
  ['admin', adminKeys],
];

/** Properties that this client refuses to be given, each with a rule of its own, or derives. */
const otherwise: Readonly<Record<string, string>> = {
  'bootstrap.controllers': 'refused: the admin client asks brokers',
  'bootstrap.servers': 'required for an admin client too, as bootstrap.controllers cannot be used',
  'partitioner.class': 'absent, it has a name of its own here',
};

/** The rule that a text breaks; `null` when it is taken. */
function brokenRule(setting: Setting<unknown>, text: string): string | null {
  try {
    setting.parse(text);
    return null;
  } catch (error) {
    if (error instanceof RuleError) return error.message;
    throw error;
  }
}

// What is valid but cannot be done is refused, never passed over.
const accepts = (setting: Setting<unknown>, text: string): boolean =>
  /support|^$/.test(brokenRule(setting, text) ?? '');

/** Texts that Kafka takes, and texts that it does not. */
function samples({ validValues }: Recorded): { readonly valid: string[]; readonly invalid: string[] } {
  const range = /^\[(-?[\d.]+),\.\.\.(?:,(-?[\d.]+))?\]/.exec(validValues ?? '');
  if (range !== null) {
    const [, least = '', most] = range;
    const tooMuch = most === undefined ? [] : [String(Number(most) + 1)];
    return { valid: [least, most ?? least], invalid: [String(Number(least) - 1), ...tooMuch] };
  }
  const choices = /^(\(case insensitive\) )?\[(.*)\]$/.exec(validValues ?? '');
  if (choices === null) return { valid: [], invalid: [] };
  const words = (choices[2] ?? '').split(', ').filter((word) => !word.includes(':'));
  const otherCase = words.map((word) =>
    word === word.toLowerCase() ? word.toUpperCase() : word.toLowerCase(),
  );
  const inOtherCase = choices[1] === undefined ? [] : otherCase;
  return { valid: [...words, ...inOtherCase], invalid: ['no-such-choice'] };
}

describe.each(clients)('the properties of a %s of Kafka 4.3', (client, keys) => {
  const honoured = recorded[client].filter(({ name }) => keys[name] !== undefined);
  const others = recorded[client].filter(({ name }) => keys[name] === undefined);

  it.each(honoured)('take for $name what Kafka takes, and nothing else', (property) => {
    const setting = keys[property.name] as Setting<unknown>;
    const { valid, invalid } = samples(property);
    expect(valid.filter((text) => !accepts(setting, text))).toEqual([]);
    expect(invalid.filter((text) => brokenRule(setting, text) === null)).toEqual([]);
  });

  it.each(honoured.filter(({ name }) => otherwise[name] === undefined))(
    'have the default of $name that Kafka has',
    (property) => {
      const setting = keys[property.name] as Setting<unknown>;
      const { default: text } = property;
      const expected = text === undefined || text === null ? text : setting.parse(text);
      expect(setting.default).toEqual(expected);
    },
  );

  it.each(others)('say why $name has no effect', ({ name }) => {
    expect(keysWithoutEffect[name]?.reason ?? otherwise[name]).toBeTruthy();
  });

  it('are not said to have no effect when they have one', () => {
    expect(Object.keys(keysWithoutEffect).filter((key) => keys[key] !== undefined)).toEqual([]);
  });

  it('are secret here where they are there', () => {
    const secret = recorded[client].filter(
      ({ name, type }) => type === 'PASSWORD' && keys[name] !== undefined,
    );
    expect(secret.map(({ name }) => keys[name]?.isSecret)).toEqual(secret.map(() => true));
  });
});
