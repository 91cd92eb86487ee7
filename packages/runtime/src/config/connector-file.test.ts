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

  it('in UTF-8 may begin with a byte order mark when it is JSON', () => {
    expect(parse('\ufeff{"name":"fs","file":"/é"}')).toEqual({
      name: 'fs',
      config: { name: 'fs', file: '/é' },
    });
  });

  it('may have a name that is a number, in both JSON forms', () => {
    expect(parse('{"name":7}')).toEqual({ name: '7', config: { name: '7' } });
    expect(parse('{"name":7,"config":{}}')).toEqual({ name: '7', config: { name: '7' } });
  });

  it('that looks like JSON and is not is refused with the place and without its content', () => {
    const missing = "Connector configuration at '/c.json' is missing the mandatory 'name' configuration";
    const looks = `${missing}; it looks like JSON, which it is not: `;
    const message = (text: string): string => {
      try {
        parse(text);
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message('{"name":"fs",\n "password":"s3cr3t" "x":1}')).toMatch(
      /^.*which it is not: .*line 2 column 22/,
    );
    expect(message('{"password":"s3cr3t","x":}')).toBe(`${looks}Unexpected token '}'`);
    expect(message('[{"name":"fs"}]')).toBe(`${looks}it is an array`);
    expect(message('{"config":{"file":"/x"}}')).toBe(missing);
    expect(message('{"name":null,"config":{"file":"/x"}}')).toBe(missing);
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
