import { describe, expect, it } from 'vitest';
import { createConnectorRequest, submittedConfig } from '../bodies/connector-bodies.ts';
import { boolean, integer, json, list, object, optional, type Shape } from '../shape/shape.ts';
import { decodeBody } from './decode-body.ts';
import { RequestBodyError } from './request-body-error.ts';

function refusal(shape: Shape, text: string): string {
  try {
    decodeBody(shape, text);
  } catch (error) {
    if (error instanceof RequestBodyError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a map of texts', () => {
  it('keeps numbers and booleans as the text they were written with, and null as null', () => {
    const text = '{"a":"x","b":1.50,"c":1E+3,"d":9007199254740993,"e":true,"f":false,"g":null}';
    expect(decodeBody(submittedConfig, text)).toEqual({
      a: 'x',
      b: '1.50',
      c: '1E+3',
      d: '9007199254740993',
      e: 'true',
      f: 'false',
      g: null,
    });
  });

  it('takes the last of several values with the same key', () => {
    expect(decodeBody(submittedConfig, '{"a":"1","b":"2","a":"3"}')).toEqual({ a: '3', b: '2' });
  });

  it('holds keys that mean something to JavaScript like any other', () => {
    const config = decodeBody(submittedConfig, '{"__proto__":"a","constructor":"b","":"c"}');
    expect(Object.entries(config)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['', 'c'],
    ]);
  });

  it.each([
    ['', 'The request body is empty; it must be an object, at line 1, column 1'],
    [' \n ', 'The request body is empty; it must be an object, at line 2, column 2'],
    ['null', 'The request body is JSON, but it must be an object, not null, at line 1, column 1'],
    ['[]', 'The request body is JSON, but it must be an object, not an array, at line 1, column 1'],
    ['"x"', 'The request body is JSON, but it must be an object, not a string, at line 1, column 1'],
    ['5', 'The request body is JSON, but it must be an object, not a number, at line 1, column 1'],
    ['true', 'The request body is JSON, but it must be an object, not a boolean, at line 1, column 1'],
    [
      '{"a":"1",\n "b":{}}',
      'The request body is JSON, but "b" must be a string, a number or a boolean, or null, not an object, at line 2, column 6',
    ],
    [
      '{"a":["s3cret"]}',
      'The request body is JSON, but "a" must be a string, a number or a boolean, or null, not an array, at line 1, column 6',
    ],
  ])('refuses %j and says why', (text, message) => {
    expect(refusal(submittedConfig, text)).toBe(message);
  });
});

describe('a request to create a connector', () => {
  it('reads its fields in any order', () => {
    expect(decodeBody(createConnectorRequest, '{"config":{"a":1},"initial_state":null,"name":5.0}')).toEqual({
      name: '5.0',
      config: { a: '1' },
      initial_state: null,
    });
  });

  it('may come without a name and an initial state', () => {
    expect(decodeBody(createConnectorRequest, '{"config":{}}')).toEqual({ config: {} });
  });

  it('knows initial states in any letter case', () => {
    const { initial_state: state } = decodeBody(
      createConnectorRequest,
      '{"config":{},"initial_state":"StoppeD"}',
    );
    expect(state).toBe('stopped');
  });

  it.each([
    ['{"name":"n"}', 'the field "config" is missing in it, at line 1, column 1'],
    ['{"name":"n","config":null}', '"config" must be an object, not null, at line 1, column 22'],
    ['{"name":"n","config":"x"}', '"config" must be an object, not a string, at line 1, column 22'],
    [
      '{"name":["a"],"config":{}}',
      '"name" must be a string, a number or a boolean, or null, not an array, at line 1, column 9',
    ],
    [
      '{"name":"n","config":{"a":{}}}',
      '"config"."a" must be a string, a number or a boolean, or null, not an object, at line 1, column 27',
    ],
    [
      '{"name":"n","config":{},"initialState":"paused"}',
      '"initialState" is not a known field; the known ones are "name", "config", "initial_state", "initial_offsets", at line 1, column 25',
    ],
    [
      '{"config":{},"toString":1}',
      '"toString" is not a known field; the known ones are "name", "config", "initial_state", "initial_offsets", at line 1, column 14',
    ],
    [
      '{"config":{},"initial_state":"bogus"}',
      '"initial_state" must be one of "running", "paused", "stopped", or null, at line 1, column 30',
    ],
    [
      '{"config":{},"initial_state":[]}',
      '"initial_state" must be one of "running", "paused", "stopped", or null, not an array, at line 1, column 30',
    ],
    [
      '[]',
      'it must be an object with the fields "name", "config", "initial_state", "initial_offsets", not an array, at line 1, column 1',
    ],
  ])('refuses %j and says why', (text, problem) => {
    expect(refusal(createConnectorRequest, text)).toBe(`The request body is JSON, but ${problem}`);
  });
});

describe('other shapes', () => {
  const shape = object('Point', { at: list(integer), visible: optional(boolean) });

  it('reads numbers, booleans and lists', () => {
    expect(decodeBody(shape, '{"at":[1,-2e1],"visible":false}')).toEqual({ at: [1, -20], visible: false });
  });

  it.each([
    ['{"at":[1,"2"]}', '"at"[1] must be a whole number, not a string, at line 1, column 10'],
    ['{"at":[1.5]}', '"at"[0] must be a whole number, not a number, at line 1, column 8'],
    ['{"at":{}}', '"at" must be an array, not an object, at line 1, column 7'],
    ['{"at":[],"visible":"true"}', '"visible" must be true or false, not a string, at line 1, column 20'],
  ])('refuses %j and says why', (text, problem) => {
    expect(refusal(shape, text)).toBe(`The request body is JSON, but ${problem}`);
  });

  it('reads any JSON, whole numbers apart from others', () => {
    const text = '{"a":[1,-9223372036854775809,1.0,1e2,null,true,"x"],"b":{"__proto__":{"c":0}}}';
    const read = decodeBody(json, text) as Record<string, unknown>;
    expect(read['a']).toEqual([1n, -9223372036854775809n, 1, 100, null, true, 'x']);
    expect(
      JSON.stringify(read['b'], (_name, value: unknown) => (String(value) === '0' ? 'zero' : value)),
    ).toBe('{"__proto__":{"c":"zero"}}');
  });

  it('names the item of a bare list', () => {
    expect(refusal(list(boolean), '[true,1]')).toBe(
      'The request body is JSON, but item 1 must be true or false, not a number, at line 1, column 7',
    );
  });
});
