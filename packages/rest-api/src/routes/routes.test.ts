import { describe, expect, it } from 'vitest';
import type { Route } from '../route/route.ts';
import { routes } from './routes.ts';

const all: [string, Route][] = Object.entries(routes);

describe('the routes', () => {
  it('are these and no more', () => {
    expect(all.map(([, { method, path }]) => `${method} ${path}`).sort()).toEqual([
      'DELETE /connectors/{connector}',
      'DELETE /connectors/{connector}/offsets',
      'GET /',
      'GET /admin/cluster',
      'GET /admin/loggers',
      'GET /admin/loggers/{logger}',
      'GET /admin/plugins/broken',
      'GET /connector-plugins',
      'GET /connector-plugins/{plugin}/config',
      'GET /connectors',
      'GET /connectors/{connector}',
      'GET /connectors/{connector}/config',
      'GET /connectors/{connector}/logs',
      'GET /connectors/{connector}/offsets',
      'GET /connectors/{connector}/status',
      'GET /connectors/{connector}/tasks',
      'GET /connectors/{connector}/tasks/{task}/logs',
      'GET /connectors/{connector}/tasks/{task}/status',
      'GET /connectors/{connector}/topics',
      'GET /health',
      'GET /metrics',
      'GET /openapi.json',
      'PATCH /connectors/{connector}/config',
      'PATCH /connectors/{connector}/offsets',
      'POST /connectors',
      'POST /connectors/{connector}/restart',
      'POST /connectors/{connector}/tasks',
      'POST /connectors/{connector}/tasks/{task}/restart',
      'PUT /admin/loggers/{logger}',
      'PUT /connector-plugins/{plugin}/config/check',
      'PUT /connector-plugins/{plugin}/config/validate',
      'PUT /connectors/{connector}/config',
      'PUT /connectors/{connector}/fence',
      'PUT /connectors/{connector}/pause',
      'PUT /connectors/{connector}/resume',
      'PUT /connectors/{connector}/stop',
      'PUT /connectors/{connector}/topics/reset',
    ]);
  });

  it.each(all)('%s declares exactly the parameters of its path', (_name, route) => {
    const names = route.path.match(/(?<=\{)\w+(?=\})/g) ?? [];
    expect(Object.keys(route.pathParams)).toEqual(names);
  });

  it.each(all)('%s gives no two parameters the same name, and none the name of the body', (_name, route) => {
    const names = [...Object.keys(route.pathParams), ...Object.keys(route.query), 'body'];
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(all)('%s says in sentences what it does and when it answers what', (_name, route) => {
    const texts = [route.summary, ...Object.values(route.responses).map(({ when }) => when)];
    for (const text of texts) expect(text).toMatch(/^[A-Z].*\.$/);
  });

  it.each(all)('%s answers 201 with a location and everything else without', (_name, route) => {
    const located = Object.entries(route.responses).filter(
      ([, response]) => 'location' in response && response.location,
    );
    const created = Object.keys(route.responses).filter((status) => status === '201');
    expect(located.map(([status]) => status)).toEqual(created);
  });
});
