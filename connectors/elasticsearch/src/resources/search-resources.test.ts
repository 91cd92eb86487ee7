import { errorCodeOf, SchemaBuilder, schemas } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import type { ResourceSettings } from '../config/settings.ts';
import { record } from '../fixtures/records.ts';
import { ScriptedClient, type ScriptedAnswer } from '../fixtures/scripted-client.ts';
import { PatientClient } from '../http/patient-client.ts';
import { SearchResources } from './search-resources.ts';

const ofTopic: ResourceSettings = {
  kind: 'index',
  exists: false,
  nameOf: (topic) => topic,
  time: null,
  makesTemplate: false,
};
const missing = { status: 404, type: 'index_not_found_exception' };
const ok = { status: 200, body: '{}' };
const valueSchema = SchemaBuilder.struct().field('n', schemas.int32).build();

function resourcesOf(answers: readonly ScriptedAnswer[], settings: Partial<ResourceSettings> = {}) {
  const client = new ScriptedClient(answers);
  const signal = new AbortController().signal;
  const resources = new SearchResources({
    client: new PatientClient({ client, maxRetries: 1, backoffMs: 0, signal }),
    settings: { ...ofTopic, ...settings },
    documents: { ignoresSchema: () => false, compactsMaps: true },
  });
  const asked = (): string[] =>
    client.requests.map(({ method, path, body = '' }) => `${method} ${path} ${body}`.trim());
  return { resources, asked };
}

describe('what a topic is written to', () => {
  it('is made with the fields of the first record, once', async () => {
    const { resources, asked } = resourcesOf([missing, ok]);
    const first = record(1, { valueSchema });
    expect(resources.known(first)).toBeUndefined();
    expect(await resources.prepare(first)).toMatchObject({ name: 'orders', head: '{"_index":"orders"' });
    expect(resources.known(record(2, { valueSchema }))?.name).toBe('orders');
    expect(asked()).toEqual([
      'GET /orders/_mapping',
      'PUT /orders {"mappings":{"properties":{"n":{"type":"integer"}}}}',
    ]);
  });

  it('may have been made by another task meanwhile', async () => {
    const { resources } = resourcesOf([missing, { status: 400, type: 'resource_already_exists_exception' }]);
    await expect(resources.prepare(record(1))).resolves.toMatchObject({ name: 'orders' });
  });

  it('gets fields where it is there and has none', async () => {
    const empty = { status: 200, body: '{"orders":{"mappings":{}}}' };
    const { resources, asked } = resourcesOf([empty, ok]);
    await resources.prepare(record(1, { valueSchema }));
    expect(asked()[1]).toBe('PUT /orders/_mapping {"properties":{"n":{"type":"integer"}}}');
  });

  it('keeps its fields where it has some', async () => {
    const used = { status: 200, body: '{"orders":{"mappings":{"properties":{"x":{}}}}}' };
    const { resources, asked } = resourcesOf([used]);
    await resources.prepare(record(1, { valueSchema }));
    expect(asked()).toHaveLength(1);
  });

  it('gets its fields from the first record that has a value', async () => {
    const { resources, asked } = resourcesOf([
      missing,
      ok,
      { status: 200, body: '{"orders":{"mappings":{}}}' },
      ok,
    ]);
    const tombstone = record(1, { value: null });
    await resources.prepare(tombstone);
    expect(resources.known(tombstone)?.name).toBe('orders');
    const valued = record(2, { valueSchema });
    expect(resources.known(valued)).toBeUndefined();
    await resources.prepare(valued);
    expect(asked().at(-1)).toContain('PUT /orders/_mapping');
  });

  it('is waited for while the server is not there', async () => {
    const { resources, asked } = resourcesOf(['cut', { status: 200, body: '{"orders":{"mappings":{}}}' }]);
    await resources.prepare(record(1));
    expect(asked()).toHaveLength(2);
  });

  it.each<[string, Partial<ResourceSettings>, readonly ScriptedAnswer[], string]>([
    ['is not there though it should be', { exists: true }, [{ status: 404 }], 'SEARCH_RESOURCE_UNUSABLE'],
    ['is not named', { exists: true, nameOf: () => null }, [], 'SEARCH_RESOURCE_UNUSABLE'],
    ['may not be looked for', {}, [{ status: 403, type: 'security_exception' }], 'SEARCH_ACCESS_DENIED'],
    ['may not be made', {}, [missing, { status: 403 }], 'SEARCH_ACCESS_DENIED'],
    ['has no answer', {}, ['cut', 'cut'], 'SEARCH_UNAVAILABLE'],
  ])('fails the task when it %s', async (...[, settings, answers, code]) => {
    const { resources } = resourcesOf(answers, settings);
    const failure = await resources.prepare(record(1)).catch((error: unknown) => error);
    expect(errorCodeOf(failure)).toBe(code);
  });

  it('is a data stream, with a template where it needs one', async () => {
    const settings = {
      kind: 'data-stream',
      makesTemplate: true,
      time: { field: 'at', from: [], keeps: true },
    } as const;
    const { resources, asked } = resourcesOf([{ status: 404 }, ok, ok], settings);
    await resources.prepare(record(1));
    expect(asked()).toEqual([
      'GET /_data_stream/orders',
      'PUT /_index_template/orders-template {"index_patterns":["orders"],"priority":500,"data_stream":{"timestamp_field":{"name":"at"}}}',
      'PUT /_data_stream/orders',
    ]);
  });
});
