import type { ConfigDefinition, ConfigProperties } from '@sluice/connect-api';
import { requiredExpression, type ExpressionKeyOptions } from './expression-keys.ts';

/** An expression whose key ends with what its result is for: `fields.total`, `headers.region`. */
export interface PrefixedExpression {
  readonly key: string;
  /** The key without the prefix. */
  readonly name: string;
  readonly source: string;
}

/** The keys under a prefix, as a configuration names them. */
export function keysUnder(
  prefix: string,
  properties: ConfigProperties,
  describe: (name: string) => ExpressionKeyOptions,
): ConfigDefinition {
  const keys = Object.keys(properties).filter((key) => key.startsWith(prefix));
  return Object.fromEntries(keys.map((key) => [key, requiredExpression(describe(key.slice(prefix.length)))]));
}

/** The expressions under a prefix, in the order of their names: that of keys may be any. */
export function expressionsUnder(prefix: string, config: object): readonly PrefixedExpression[] {
  return Object.entries(config as Readonly<Record<string, unknown>>)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, source]) => ({ key, name: key.slice(prefix.length), source: source as string }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
