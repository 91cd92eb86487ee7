import { readFileSync } from 'node:fs';
import {
  canonicalRecord,
  expectedFailure,
  expectedOutcome,
  failureOf,
  outcomeOf,
  readRecord,
  writeRecord,
  type ErrorNotation,
  type Failure,
  type RecordNotation,
} from '@sluice/connect-api/vector-notation';
import { buildTransforms, ConnectorValidator, type TransformChain } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { stockRegistry } from './stock-registry.ts';

process.env['TZ'] = 'UTC';

interface ChainCase {
  readonly id: string;
  readonly note?: string;
  /** Only the keys about transformations and predicates. */
  readonly config: Readonly<Record<string, string>>;
  readonly input: RecordNotation;
  readonly validation: readonly { readonly name: string; readonly errors: readonly string[] }[];
  readonly phase?: 'build' | 'apply';
  readonly output?: RecordNotation | null;
  readonly error?: ErrorNotation & { readonly causeClass?: string; readonly causeMessage?: string };
  /** The error that was swallowed with `errors.tolerance=all`. */
  readonly tolerated?: ErrorNotation;
}

const { cases } = JSON.parse(
  readFileSync(new URL('fixtures/transform-chain.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly ChainCase[] };
const titled = cases.map((one): [string, ChainCase] => [`${one.id}: ${one.note ?? ''}`, one]);

const plugins = stockRegistry();
const validator = new ConnectorValidator(plugins);
const sink = { name: 'c', 'connector.class': 'FileStreamSink', topics: 'test' };

async function errorsOf(config: ChainCase['config']): Promise<Record<string, readonly string[]>> {
  const { configs } = await validator.validate({ ...sink, ...config });
  const values = configs.flatMap(({ value }) => (value === null || value.errors.length === 0 ? [] : [value]));
  return Object.fromEntries(values.map(({ name, errors }) => [name, errors]));
}

/** What is wrong across options: Kafka Connect finds it only when it builds the chain. */
const foundByBuildingIt: Readonly<Record<string, Record<string, readonly string[]>>> = {
  'chain-018': { 'transforms.i.static.field': ['No field insertion configured'] },
  'chain-033': {
    'transforms.f.predicate': ["The predicate 'p' is not listed in predicates: there are none"],
  },
  'chain-034': {
    'transforms.f.predicate': ["The predicate 'p' is not listed in predicates: there are none"],
  },
  'chain-035': { 'transforms.f.predicate': ["The predicate '' is not listed in predicates: there are p"] },
};

describe('the validation of transformations agrees with Kafka Connect, and finds what it finds later', () => {
  it.each(titled)('%s', async (_, { id, config, validation, phase }) => {
    const recorded = Object.fromEntries(validation.map(({ name, errors }) => [name, errors]));
    expect(await errorsOf(config)).toEqual(foundByBuildingIt[id] ?? recorded);
    expect(id in foundByBuildingIt).toBe(validation.length === 0 && phase === 'build');
  });
});

async function failureToBuild({ config }: ChainCase): Promise<Failure | null> {
  try {
    await buildTransforms(config, plugins);
    return null;
  } catch (error) {
    return failureOf(() => {
      throw error;
    });
  }
}

describe('the building of transformations fails as in Kafka Connect', () => {
  const failing = titled.filter(([, { phase }]) => phase === 'build');

  it.each(failing)('%s', async (_, one) => {
    expect(await failureToBuild(one)).toMatchObject(expectedFailure(one.error as ErrorNotation));
  });
});

/** What a transformation throws, before the worker decides what becomes of the record. */
function expectedError({ error, tolerated }: ChainCase): ErrorNotation | undefined {
  if (tolerated !== undefined || error === undefined) return tolerated;
  return { class: error.causeClass ?? '', message: error.causeMessage ?? '' };
}

function run(chain: TransformChain, input: RecordNotation): RecordNotation | null {
  chain.start(readRecord(input));
  const result = chain.run();
  return result === null ? null : writeRecord(result);
}

describe('transformations in a row agree with Kafka Connect', () => {
  const running = titled.filter(([, { phase }]) => phase !== 'build');

  it.each(running)('%s', async (_, one) => {
    const chain = await buildTransforms(one.config, plugins);
    const error = expectedError(one);
    const output = one.output ?? null;
    const expected = output === null ? null : canonicalRecord(output);
    expect(outcomeOf(() => run(chain, one.input), error)).toEqual(expectedOutcome(expected, error));
  });
});
