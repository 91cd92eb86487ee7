import type { ConfigProvider } from '@sluice/connect-api';
import type { SubmittedConfig } from '../../herder/herder.ts';
import { HiddenTexts } from '../secrets/hidden-texts.ts';
import {
  findReferences,
  formatReference,
  hasReference,
  replaceReferences,
  type Reference,
} from './references.ts';

/** How long what one path of a provider holds is good. */
export interface Lifetime {
  /** The provider and the path. */
  readonly source: string;
  readonly ttlMs: number;
}

/** A configuration with its references resolved: for use, never for a store, an answer or a log. */
export interface Resolution<C> {
  readonly config: C;
  readonly lifetimes: readonly Lifetime[];
  /** What must not be seen of it. */
  readonly provided: HiddenTexts;
}

interface Source {
  readonly provider: string;
  readonly path: string;
  readonly keys: Set<string>;
}

/** Resolves references. Providers are made when the first one is met. */
export class ConfigResolver {
  readonly #loadProviders: () => Promise<ReadonlyMap<string, ConfigProvider>>;
  #providers: Promise<ReadonlyMap<string, ConfigProvider>> | null = null;

  /** @param loadProviders - makes the providers by their aliases. */
  constructor(loadProviders: () => Promise<ReadonlyMap<string, ConfigProvider>>) {
    this.#loadProviders = loadProviders;
  }

  /**
   * Makes the providers now.
   * @throws ConfigError when one is not installed or its parameters are wrong.
   */
  async start(): Promise<void> {
    await this.#started();
  }

  /**
   * Looks up every reference in the values of a configuration. One that names no provider, or a key that its provider
   * does not have, stays as it is.
   * @throws ConnectError when a provider fails, naming its alias and the path.
   */
  async resolve<C extends SubmittedConfig>(config: C): Promise<Resolution<C>> {
    const texts = Object.values(config).filter((text) => text !== null && hasReference(text)) as string[];
    if (texts.length === 0) return { config, lifetimes: [], provided: HiddenTexts.none };
    const providers = await this.#started();
    const values = new Map<string, ReadonlyMap<string, string>>();
    const lifetimes: Lifetime[] = [];
    for (const { provider: alias, path, keys } of sourcesOf(texts.flatMap(findReferences))) {
      const answer = await providers.get(alias)?.get(path, keys);
      if (answer === undefined) continue;
      const source = sourceName(alias, path);
      values.set(source, answer.values);
      if (answer.ttlMs !== undefined) lifetimes.push({ source, ttlMs: answer.ttlMs });
    }
    return { ...substitute(config, values), lifetimes };
  }

  /** Closes the providers that were made. */
  async close(): Promise<void> {
    const providers = await this.#providers?.catch(() => undefined);
    for (const provider of providers?.values() ?? []) await provider.close?.();
  }

  #started(): Promise<ReadonlyMap<string, ConfigProvider>> {
    this.#providers ??= this.#loadProviders();
    return this.#providers;
  }
}

/** What is to be asked: each path of a provider once, for all its keys. */
function sourcesOf(references: readonly Reference[]): Iterable<Source> {
  const sources = new Map<string, Source>();
  for (const { provider, path, key } of references) {
    const name = sourceName(provider, path);
    const source = sources.get(name) ?? { provider, path, keys: new Set() };
    source.keys.add(key);
    sources.set(name, source);
  }
  return sources.values();
}

// No provider has a colon in its name.
function sourceName(provider: string, path: string): string {
  return `${provider}:${path}`;
}

function substitute<C extends SubmittedConfig>(
  config: C,
  values: ReadonlyMap<string, ReadonlyMap<string, string>>,
): { config: C; provided: HiddenTexts } {
  const provided = new HiddenTexts();
  const valueOf = ({ provider, path, key }: Reference): string | undefined => {
    const value = values.get(sourceName(provider, path))?.get(key);
    if (value !== undefined) provided.add(value, formatReference({ provider, path, key }));
    return value;
  };
  const resolved = Object.entries(config).map(([key, text]) => [
    key,
    text === null ? null : replaceReferences(text, valueOf),
  ]);
  return { config: Object.fromEntries(resolved) as C, provided };
}
