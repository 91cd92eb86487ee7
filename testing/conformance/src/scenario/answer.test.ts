import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer.ts';
import type { Json } from './scenario.ts';

function bodyOf(body: Json): Json {
  const headers = { 'content-type': 'application/json' };
  return readAnswer({ status: 200, headers, body: JSON.stringify(body) }, []).body;
}

describe('an answer', () => {
  it('has placeholders for what differs from run to run', () => {
    const headers = { 'content-type': 'application/json', location: 'http://h:1/connectors/a' };
    const placeholders = [
      { name: '<worker>', value: 'h:1' },
      { name: '<folder>', value: '/tmp/x' },
    ];
    const body = '{"worker_id":"h:1","config":{"file":"/tmp/x/a"}}';
    expect(readAnswer({ status: 201, headers, body }, placeholders)).toEqual({
      status: 201,
      contentType: 'application/json',
      location: 'http://<worker>/connectors/a',
      body: { worker_id: '<worker>', config: { file: '<folder>/a' } },
    });
  });

  it('has the names, configs and expanded connectors in a sorted order', () => {
    expect(bodyOf(['b', 'a'])).toEqual(['a', 'b']);
    expect(JSON.stringify(bodyOf({ config: { b: '1', a: '2' } }))).toBe('{"config":{"a":"2","b":"1"}}');
    expect(JSON.stringify(bodyOf({ b: { info: 1, status: 2 }, a: {} }))).toBe(
      '{"a":{},"b":{"info":1,"status":2}}',
    );
  });

  it('keeps the order of fields, tasks and recommended values', () => {
    const body = { state: 'x', name: 'y', tasks: [{ id: 1 }, { id: 0 }], recommended_values: ['b', 'a'] };
    expect(JSON.stringify(bodyOf(body))).toBe(JSON.stringify(body));
  });

  it('keeps of a trace what is no frame, and of documentation that there is some', () => {
    const trace = 'E: a\n\tat b(C.java:1)\nCaused by: F: g\n\tat h(I.java:2)\n\t... 3 more\n';
    expect(bodyOf({ trace, documentation: 'words', error: { documentation: '' } })).toEqual({
      trace: 'E: a\nCaused by: F: g\n',
      documentation: '(a text)',
      error: { documentation: '' },
    });
  });

  it('keeps of a time only that there is one', () => {
    expect(bodyOf([{ last_modified: 1_795_346_939_492 }, { last_modified: null }])).toEqual([
      { last_modified: '(a time)' },
      { last_modified: null },
    ]);
  });

  it('has the options of each converter in a sorted order, and their groups', () => {
    const entry = (name: string, group: string | null) => ({ definition: { name, group }, value: null });
    const configs = [
      entry('name', 'Common'),
      entry('key.converter', 'Common'),
      entry('key.converter.plugin.version', 'Common'),
      entry('topic', null),
      entry('header.converter.b', 'Z'),
      entry('value.converter.z', 'Y'),
      entry('value.converter.a', 'Z'),
    ];
    const { groups, configs: sorted } = bodyOf({ groups: ['Common', 'Z', 'Y'], configs }) as {
      groups: string[];
      configs: { definition: { name: string } }[];
    };
    expect(groups).toEqual(['Common', 'Y', 'Z']);
    expect(sorted.map(({ definition }) => definition.name)).toEqual([
      'name',
      'key.converter',
      'key.converter.plugin.version',
      'topic',
      'header.converter.b',
      'value.converter.a',
      'value.converter.z',
    ]);
  });

  it('is text when it is no JSON, and says of a page only that it is one', () => {
    expect(readAnswer({ status: 200, headers: { allow: 'PUT, GET' }, body: 'PUT' }, [])).toEqual({
      status: 200,
      contentType: null,
      allow: 'GET, PUT',
      body: 'PUT',
    });
    const headers = { 'content-type': 'text/html;charset=utf-8' };
    expect(readAnswer({ status: 400, headers, body: '<html>' }, []).body).toBe('(a page of HTML)');
  });
});
