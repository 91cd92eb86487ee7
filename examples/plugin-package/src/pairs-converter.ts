import {
  DataError,
  defineConfig,
  defineConverter,
  nonEmptyString,
  parseConfig,
  string,
  type Converter,
  type Encoded,
  type Schema,
  type SchemaAndValue,
} from '@sluice/connect-api';
import { version } from './version.ts';

const pairsConfig = defineConfig({
  separator: string({
    doc: 'Stands between two pairs.',
    importance: 'medium',
    default: ';',
    validator: nonEmptyString(),
  }),
});

/** Maps as `name=value;name=value`, without schemas. */
class PairsConverter implements Converter {
  readonly #separator: string;

  constructor(separator: string) {
    this.#separator = separator;
  }

  encode(_schema: Schema | null, value: unknown): Encoded {
    if (value === null || value === undefined) return null;
    if (!(value instanceof Map)) throw new DataError('PairsConverter writes maps only');
    return [...value].map(([name, text]) => `${String(name)}=${String(text)}`).join(this.#separator);
  }

  decode(bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return { schema: null, value: null };
    const pairs = bytes.toString('utf8').split(this.#separator);
    return { schema: null, value: new Map(pairs.map((pair) => this.#pairOf(pair))) };
  }

  #pairOf(pair: string): [name: string, value: string] {
    const [name, ...rest] = pair.split('=');
    if (name === undefined || rest.length === 0) throw new DataError(`"${pair}" has no =`);
    return [name, rest.join('=')];
  }
}

export const pairsConverter = defineConverter({
  className: 'com.acme.PairsConverter',
  version,
  summary: 'Maps as name=value;name=value.',
  config: pairsConfig,
  createConverter: (options) => new PairsConverter(parseConfig(pairsConfig, options).separator),
});
