import { errorMessage } from '../bodies/error-body.ts';
import type { Answer, Failure, PathParam, QueryParam, Route } from '../route/route.ts';
import type { JsonValue } from '../shape/shape.ts';
import { SchemaCollection, type JsonSchema } from './json-schema.ts';

/** The version of Kafka Connect whose API this is. */
const apiVersion = '4.3.0';

const description =
  'The REST API of Kafka Connect as Sluice serves it, and what it adds. A slash may end every path, `HEAD` is answered ' +
  'where `GET` is, and `OPTIONS` everywhere.';

/** Describes routes by OpenAPI 3.1. */
export function openApiDocument(routes: Readonly<Record<string, Route>>): JsonValue {
  const schemas = new SchemaCollection();
  const failure = schemas.schemaOf(errorMessage, 'answer');
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, {
      [route.method.toLowerCase()]: operation(name, route, schemas),
    });
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Sluice', version: apiVersion, description },
    paths,
    components: {
      schemas: schemas.named,
      responses: {
        Failure: {
          description:
            'The request cannot be understood (400), its body is of another media type (415), no other answer is wanted (406), somebody may not ask (401), or the worker cannot answer (500, 503).',
          content: { 'application/json': { schema: failure } },
        },
      },
    },
  } as unknown as JsonValue;
}

function operation(name: string, route: Route, schemas: SchemaCollection): JsonSchema {
  const { path, summary, pathParams, query, requestBody, responses } = route;
  const parameters = [
    ...Object.entries(pathParams).map(([param, declared]) => pathParameter(param, declared)),
    ...Object.entries(query).map(([param, declared]) => queryParameter(param, declared)),
  ];
  const answers = Object.entries(responses).map(([status, response]) => [
    status,
    responseOf(response, schemas),
  ]);
  const body = requestBody === null ? {} : { requestBody: requestBodyOf(requestBody, schemas) };
  return {
    operationId: name,
    tags: [path.split('/')[1] || 'worker'],
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...body,
    responses: { ...Object.fromEntries(answers), default: { $ref: '#/components/responses/Failure' } },
  };
}

function pathParameter(name: string, { kind, doc }: PathParam): JsonSchema {
  const schema = kind === 'integer' ? { type: 'integer', format: 'int32' } : { type: 'string', minLength: 1 };
  return { name, in: 'path', required: true, description: doc, schema };
}

function queryParameter(name: string, param: QueryParam): JsonSchema {
  return { name, in: 'query', description: param.doc, schema: querySchema(param) };
}

function querySchema(param: QueryParam): JsonSchema {
  switch (param.kind) {
    case 'boolean':
      return { type: 'boolean', default: param.default };
    case 'text':
      return { type: 'string', default: param.default };
    case 'list':
      return { type: 'array', items: { type: 'string', enum: param.known } };
  }
}

function requestBodyOf(shape: NonNullable<Route['requestBody']>, schemas: SchemaCollection): JsonSchema {
  return {
    required: true,
    content: { 'application/json': { schema: schemas.schemaOf(shape, 'request') } },
  };
}

function responseOf(response: Answer | Failure, schemas: SchemaCollection): JsonSchema {
  const { when, body } = response;
  if (body === null) return { description: when };
  const mediaType = (response.kind === 'answer' ? response.mediaType : undefined) ?? 'application/json';
  const located = response.kind === 'answer' && response.location;
  return {
    description: when,
    ...(located ? { headers: { Location: locationHeader } } : {}),
    content: { [mediaType]: { schema: schemas.schemaOf(body, 'answer') } },
  };
}

const locationHeader = {
  description: 'Where what was created is.',
  schema: { type: 'string', format: 'uri' },
} as const;
