import { randomUUID } from 'node:crypto';

/** An index for one test, seen without the connector. */
export class SearchIndex {
  readonly url: string;
  readonly name: string;

  /** @param url - of the node. */
  constructor(url: string, name = `test-${randomUUID()}`) {
    this.url = url;
    this.name = name;
  }

  /** Makes it with fields of these types. */
  async create(properties: Readonly<Record<string, unknown>> = {}, settings: object = {}): Promise<void> {
    await this.send('PUT', '', { mappings: { properties }, settings });
  }

  async remove(): Promise<void> {
    await this.send('DELETE', '');
  }

  /** All documents by id, each as it was written. */
  async documents(): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    await this.send('POST', '/_refresh');
    const { hits } = (await this.send('GET', '/_search?size=10000')) as unknown as SearchResult;
    return new Map(hits.hits.map(({ _id, _source }) => [_id, _source]));
  }

  /** The text of the answer to a search, for what JSON.parse would change. */
  async searchText(): Promise<string> {
    await this.send('POST', '/_refresh');
    const response = await fetch(`${this.url}/${this.name}/_search?size=10000`);
    return response.text();
  }

  async count(): Promise<number> {
    await this.send('POST', '/_refresh');
    const { count } = (await this.send('GET', '/_count')) as { readonly count: number };
    return count;
  }

  /** @throws Error with the answer, when it is not a good one. */
  async send(method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
    return sendTo(`${this.url}/${this.name}${path}`, method, body);
  }
}

interface SearchResult {
  readonly hits: {
    readonly hits: readonly {
      readonly _id: string;
      readonly _source: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** @throws Error with the answer, when it is not a good one. */
export async function sendTo(
  url: string,
  method: string,
  body?: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} was answered with ${response.status}: ${text}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
