import { describe, expect, it } from 'vitest';
import { parseConnectorFile } from './connector-file.ts';

const parse = (text: string): unknown => parseConnectorFile('/c.json', Buffer.from(text));

describe('a connector file', () => {
  it('may be properties', () => {
    expect(parse('name=fs\nfile=/x\n')).toEqual({ name: 'fs', config: { name: 'fs', file: '/x' } });
  });

  it('may be a flat JSON object, whose numbers and booleans are kept as they are written', () => {
    expect(parse('{"name":"fs","tasks.max":1.50,"x":true,"y":null}')).toEqual({
      name: 'fs',
      config: { name: 'fs', 'tasks.max': '1.50', x: 'true', y: null },
    });
  });

  it('may be what REST takes, with an initial state and unknown fields ignored', () => {
    expect(parse('{"name":"fs","config":{"a":"b"},"initial_state":"Paused","extra":1}')).toEqual({
      name: 'fs',
      config: { a: 'b', name: 'fs' },
      initialState: 'PAUSED',
    });
  });

  it.each([
    ['file=/x', "Connector configuration at '/c.json' is missing the mandatory 'name' configuration"],
    ['{"file":"/x"}', "Connector configuration at '/c.json' is missing the mandatory 'name' configuration"],
    ['{"name":"fs",', "Connector configuration at '/c.json' is missing the mandatory 'name' configuration"],
    [
      '{"name":"a","config":{"name":"b"}}',
      "Connector name configuration in 'config' doesn't match the one specified in 'name' at '/c.json'",
    ],
    ['{"name":"a","config":{},"initial_state":"off"}', 'must be running, paused or stopped, not "off"'],
    ['{"name":"a","list":[1]}', "The value of 'list' at '/c.json' must be text"],
    ['name=\\u1', 'Malformed \\uxxxx encoding.'],
  ])('is refused: %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});
