import { resolveSrv, resolve4, resolve6 } from 'node:dns/promises';
import { glob, readFile } from 'node:fs/promises';
import type { PluginLogger } from '@sluice/connect-api';
import type { PrometheusSourceConfig } from '../config.ts';
import type { HttpReader } from '../scrape/http-reader.ts';
import { parseTargetList } from './target-lists.ts';
import type { TargetGroup } from './target.ts';

const maxListBytes = 10 * 1024 * 1024;

export interface DiscoveryParts {
  readonly config: PrometheusSourceConfig;
  readonly http: HttpReader;
  readonly log: PluginLogger;
  readonly signal: AbortSignal;
}

/** Asks all that the configuration names; what one of them told last stands while it cannot be asked. */
export class Discovery {
  readonly #parts: DiscoveryParts;
  readonly #last = new Map<string, readonly TargetGroup[]>();
  readonly #troubles = new Map<string, string>();

  constructor(parts: DiscoveryParts) {
    this.#parts = parts;
  }

  async groups(): Promise<TargetGroup[]> {
    const { config } = this.#parts;
    const targets = config.targets;
    const fixed: TargetGroup[] = targets.length === 0 ? [] : [{ targets, labels: {} }];
    const asked = [
      ...config['targets.files'].map((pattern) => [pattern, () => fileGroups(pattern)] as const),
      ...config['targets.http.urls'].map((url) => [url, () => this.#httpGroups(url)] as const),
      ...config['targets.dns.names'].map((name) => [name, () => dnsGroups(name, config)] as const),
    ];
    const found = await Promise.all(asked.map(([from, ask]) => this.#ask(from, ask)));
    return [...fixed, ...found.flat()];
  }

  async #ask(from: string, ask: () => Promise<TargetGroup[]>): Promise<readonly TargetGroup[]> {
    try {
      const groups = await ask();
      this.#last.set(from, groups);
      this.#troubles.delete(from);
      return groups;
    } catch (error) {
      const { message } = error as Error;
      if (this.#troubles.get(from) !== message) {
        this.#troubles.set(from, message);
        this.#parts.log.warn(
          { from, reason: message },
          'Targets could not be looked up; those known last stay',
        );
      }
      return this.#last.get(from) ?? [];
    }
  }

  async #httpGroups(url: string): Promise<TargetGroup[]> {
    const { http, config, signal } = this.#parts;
    const { body } = await http.read(url, {
      accept: 'application/json',
      timeoutMs: config['scrape.timeout.ms'],
      maxBytes: maxListBytes,
      signal,
    });
    return parseTargetList(body, url);
  }
}

async function fileGroups(pattern: string): Promise<TargetGroup[]> {
  const groups: TargetGroup[] = [];
  for await (const file of glob(pattern)) groups.push(...parseTargetList(await readFile(file, 'utf8'), file));
  return groups;
}

/** Names of services (`SRV`) tell ports; others are hosts, with the port of the configuration. */
async function dnsGroups(name: string, config: PrometheusSourceConfig): Promise<TargetGroup[]> {
  const labels = { __meta_dns_name: name };
  if (config['targets.dns.type'] === 'SRV') {
    const records = await resolveSrv(name);
    return [{ targets: records.map(({ name: host, port }) => `${host}:${port}`), labels }];
  }
  const port = config['targets.dns.port'];
  const addresses = config['targets.dns.type'] === 'A' ? await resolve4(name) : await resolve6(name);
  return [
    {
      targets: addresses.map((address) => `${address.includes(':') ? `[${address}]` : address}:${port}`),
      labels,
    },
  ];
}
