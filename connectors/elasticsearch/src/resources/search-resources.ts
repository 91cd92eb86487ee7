import { ConnectError, type Schema, type SinkRecord } from '@sluice/connect-api';
import { jsonString } from '@sluice/connector-json';
import type { DocumentSettings, ResourceSettings } from '../config/settings.ts';
import { indexMapping } from '../document/index-mapping.ts';
import type { SearchAnswer } from '../http/search-client.ts';
import { answerError, problemOf } from '../http/search-error.ts';
import { resourceNouns, resourcePath } from './resource-path.ts';
import type { Resource } from './resource.ts';
import type { PatientClient } from '../http/patient-client.ts';

export interface SearchResourcesParts {
  readonly client: PatientClient;
  readonly settings: ResourceSettings;
  readonly documents: Pick<DocumentSettings, 'ignoresSchema' | 'compactsMaps'>;
}

/** Knows where each topic goes, and makes what is not there. */
export class SearchResources {
  readonly #parts: SearchResourcesParts;
  readonly #known = new Map<string, KnownResource>();

  constructor(parts: SearchResourcesParts) {
    this.#parts = parts;
  }

  /** The resource of the topic of a record, `undefined` when it has to be prepared first. */
  known({ topic, value }: SinkRecord): Resource | undefined {
    const known = this.#known.get(topic);
    return known === undefined || (known.awaitsSchema && value !== null) ? undefined : known.resource;
  }

  /**
   * The resource of the topic of a record: of the first one, or of the first one with a value.
   * @throws ConnectError when it is not there, or cannot be made.
   */
  async prepare({ topic, valueSchema, value }: SinkRecord): Promise<Resource> {
    const { settings, documents } = this.#parts;
    const name = settings.nameOf(topic);
    if (name === null) throw unusable(`Nothing is named for the topic ${topic} to be written to`);
    const schema = value === null || documents.ignoresSchema(topic) ? null : valueSchema;
    await this.#ensure(name, schema);
    const resource = { name, head: `{"_index":${jsonString(name)}`, time: settings.time };
    this.#known.set(topic, { resource, awaitsSchema: value === null && !settings.exists });
    return resource;
  }

  async #ensure(name: string, schema: Schema | null): Promise<void> {
    const { kind, exists } = this.#parts.settings;
    if (exists) return this.#checkExisting(name);
    return kind === 'data-stream' ? this.#ensureStream(name) : this.#ensureIndex(name, schema);
  }

  async #checkExisting(name: string): Promise<void> {
    const { kind } = this.#parts.settings;
    const answer = await this.#parts.client.send({ method: 'HEAD', path: resourcePath(kind, name) });
    if (answer.status === 200) return;
    if (answer.status === 404)
      throw unusable(`There is no ${resourceNouns[kind]} ${name} at ${answer.server}`);
    throw answerError(`The ${resourceNouns[kind]} ${name} could not be looked for`, answer);
  }

  async #ensureIndex(name: string, schema: Schema | null): Promise<void> {
    const { client, documents } = this.#parts;
    const mapping = indexMapping(schema, documents.compactsMaps);
    const found = await client.send({ method: 'GET', path: `${resourcePath('index', name)}/_mapping` });
    if (found.status === 404) {
      const body = JSON.stringify(mapping === null ? {} : { mappings: mapping });
      const made = await client.send({ method: 'PUT', path: resourcePath('index', name), body });
      if (made.status === 200 || isThereAlready(made)) return;
      throw answerError(`The index ${name} could not be made`, made);
    }
    if (found.status !== 200) throw answerError(`The index ${name} could not be looked for`, found);
    if (mapping === null || hasFields(found)) return;
    const body = JSON.stringify(mapping);
    const answer = await client.send({
      method: 'PUT',
      path: `${resourcePath('index', name)}/_mapping`,
      body,
    });
    if (answer.status !== 200) throw answerError(`The index ${name} did not take its mapping`, answer);
  }

  async #ensureStream(name: string): Promise<void> {
    const { client, settings } = this.#parts;
    const path = `/_data_stream/${encodeURIComponent(name)}`;
    const found = await client.send({ method: 'GET', path });
    if (found.status === 200) return;
    if (found.status !== 404) throw answerError(`The data stream ${name} could not be looked for`, found);
    if (settings.makesTemplate) await this.#makeTemplate(name);
    const made = await client.send({ method: 'PUT', path });
    if (made.status === 200 || isThereAlready(made)) return;
    throw answerError(`The data stream ${name} could not be made`, made);
  }

  async #makeTemplate(name: string): Promise<void> {
    const field = this.#parts.settings.time?.field ?? '@timestamp';
    const body = JSON.stringify({
      index_patterns: [name],
      // Above those that come with the server.
      priority: 500,
      data_stream: field === '@timestamp' ? {} : { timestamp_field: { name: field } },
    });
    const path = `/_index_template/${encodeURIComponent(`${name}-template`)}`;
    const answer = await this.#parts.client.send({ method: 'PUT', path, body });
    if (answer.status !== 200)
      throw answerError(`The template of the data stream ${name} could not be made`, answer);
  }
}

interface KnownResource {
  readonly resource: Resource;
  /** Only records without a value have come: they say nothing of the fields. */
  readonly awaitsSchema: boolean;
}

/** Another task was sooner. */
function isThereAlready(answer: SearchAnswer): boolean {
  return problemOf(answer)?.type === 'resource_already_exists_exception';
}

function hasFields({ body }: SearchAnswer): boolean {
  const indexes = JSON.parse(body) as Record<
    string,
    { readonly mappings?: { readonly properties?: object } }
  >;
  return Object.values(indexes).some(({ mappings }) => Object.keys(mappings?.properties ?? {}).length > 0);
}

function unusable(message: string): ConnectError {
  return new ConnectError(message, { code: 'SEARCH_RESOURCE_UNUSABLE' });
}
