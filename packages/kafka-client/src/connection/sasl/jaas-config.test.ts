import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Password } from '../../settings/password.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { parseJaasConfig } from './jaas-config.ts';

/** What the client of Kafka 4.3.0 reads in a text, or its complaint. */
interface Recorded {
  readonly text: string;
  readonly loginModule?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly error?: string;
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'jaas-configs.json'), 'utf8'),
) as readonly Recorded[];

describe('sasl.jaas.config', () => {
  const good = recorded.filter(({ error }) => error === undefined);
  const bad = recorded.filter(({ error }) => error !== undefined);

  it.each(good)('is read as by Java: $text', ({ text, loginModule, options }) => {
    expect(parseJaasConfig(new Password(text))).toEqual({ loginModule, options });
  });

  it.each(bad)('is refused as by Java: $text', ({ text }) => {
    expect(() => parseJaasConfig(new Password(text))).toThrow(SettingsError);
  });

  it('is never shown in a complaint', () => {
    for (const text of ['a.B required password=hunter2', 'a.B required "hunter2";', 'hunter2']) {
      expect(() => parseJaasConfig(new Password(text))).toThrow(
        /^Invalid value \[hidden\] for configuration sasl\.jaas\.config: (?!.*hunter2)/,
      );
    }
  });
});
