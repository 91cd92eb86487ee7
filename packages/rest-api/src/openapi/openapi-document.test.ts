import { describe, expect, it } from 'vitest';
import { answer, created, defineRoute, failure, plainText } from '../route/route.ts';
import { routes } from '../routes/routes.ts';
import {
  boolean,
  choice,
  either,
  integer,
  json,
  list,
  map,
  nullable,
  object,
  optional,
  text,
} from '../shape/shape.ts';
import { openApiDocument } from './openapi-document.ts';

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

const documentOf = (all: Parameters<typeof openApiDocument>[0]): Document =>
  openApiDocument(all) as unknown as Document;
const document = documentOf(routes);

describe('the OpenAPI document', () => {
  it('has every route with its parameters, its body and its answers', () => {
    expect(document.openapi).toBe('3.1.1');
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
    for (const [name, route] of Object.entries(routes)) {
      const found = document.paths[route.path]?.[route.method.toLowerCase()];
      expect(found?.operationId).toBe(name);
      const named = [...Object.keys(route.pathParams), ...Object.keys(route.query)];
      expect((found?.parameters ?? []).map((parameter) => parameter.name)).toEqual(named);
      expect(found?.requestBody !== undefined).toBe(route.requestBody !== null);
      expect(Object.keys(found?.responses ?? {})).toEqual([...Object.keys(route.responses), 'default']);
    }
  });

  it('refers only to schemas that it has', () => {
    const references = JSON.stringify(document).match(/(?<="#\/components\/schemas\/)\w+/g) ?? [];
    expect(references.length).toBeGreaterThan(30);
    expect([...new Set(references)].sort()).toEqual(Object.keys(document.components.schemas));
  });

  it('describes a route completely', () => {
    const thing = object('Thing', { name: text, count: optional(nullable(integer)) });
    const route = defineRoute({
      method: 'PUT',
      path: '/things/{thing}',
      summary: 'Makes a thing.',
      pathParams: { thing: { kind: 'integer', doc: 'Its number.' } },
      query: {
        fast: { kind: 'boolean', default: true, doc: 'Whether to hurry.' },
        how: { kind: 'text', default: 'well', doc: 'In which way.' },
        with: { kind: 'list', known: ['a', 'b'], doc: 'With what.' },
      },
      requestBody: thing,
      responses: {
        200: answer('It was there.', thing),
        201: created('It is there.', thing),
        202: plainText('It will be there.', 'text/plain'),
        204: answer('It is gone.', null),
        409: failure('It is another.'),
      },
    });
    const { paths, components } = documentOf({ makeThing: route });
    const content = (name: string) => ({
      'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
    });
    const parameter = (name: string, description: string, schema: unknown) => ({
      name,
      in: 'query',
      description,
      schema,
    });
    expect(paths['/things/{thing}']?.['put']).toEqual({
      operationId: 'makeThing',
      tags: ['things'],
      summary: 'Makes a thing.',
      parameters: [
        {
          name: 'thing',
          in: 'path',
          required: true,
          description: 'Its number.',
          schema: { type: 'integer', format: 'int32' },
        },
        parameter('fast', 'Whether to hurry.', { type: 'boolean', default: true }),
        parameter('how', 'In which way.', { type: 'string', default: 'well' }),
        parameter('with', 'With what.', { type: 'array', items: { type: 'string', enum: ['a', 'b'] } }),
      ],
      requestBody: { required: true, content: content('ThingRequest') },
      responses: {
        200: { description: 'It was there.', content: content('Thing') },
        201: {
          description: 'It is there.',
          headers: {
            Location: {
              description: 'Where what was created is.',
              schema: { type: 'string', format: 'uri' },
            },
          },
          content: content('Thing'),
        },
        202: { description: 'It will be there.', content: { 'text/plain': { schema: { type: 'string' } } } },
        204: { description: 'It is gone.' },
        409: { description: 'It is another.', content: content('ErrorMessage') },
        default: { $ref: '#/components/responses/Failure' },
      },
    });
    expect(components.schemas['Thing']).toEqual({
      type: 'object',
      properties: { name: { type: 'string' }, count: { type: ['integer', 'null'] } },
      required: ['name'],
    });
    expect(components.schemas['ThingRequest']).toEqual({
      type: 'object',
      properties: { name: { type: ['string', 'number', 'boolean'] }, count: { type: ['integer', 'null'] } },
      required: ['name'],
      additionalProperties: false,
    });
  });

  it('has a schema for bodies of every shape', () => {
    const route = defineRoute({
      method: 'GET',
      path: '/',
      summary: 'All.',
      pathParams: {},
      query: {},
      requestBody: map(nullable(choice('a', 'b'))),
      responses: {
        200: answer('Always.', either(list(boolean), map(json))),
      },
    });
    const get = documentOf({ all: route }).paths['/']?.['get'];
    expect(get).toMatchObject({
      tags: ['worker'],
      requestBody: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              additionalProperties: { type: ['string', 'null'], enum: ['a', 'b', null] },
            },
          },
        },
      },
      responses: {
        200: {
          content: {
            'application/json': {
              schema: {
                anyOf: [
                  { type: 'array', items: { type: 'boolean' } },
                  { type: 'object', additionalProperties: {} },
                ],
              },
            },
          },
        },
      },
    });
  });
});
