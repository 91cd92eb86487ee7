import { describe, expect, it } from 'vitest';
import { storedTaskConfigs } from './task-configs.ts';

describe('what is stored of a task configuration', () => {
  it('has the task class, and for sinks the topics', () => {
    expect(storedTaskConfigs([{ a: '1' }], 'o.Task', { topics: 't', 'topics.regex': 'x.*', b: '2' })).toEqual(
      [{ a: '1', 'task.class': 'o.Task', topics: 't', 'topics.regex': 'x.*' }],
    );
  });

  it('has references, not their values, under the keys that had them', () => {
    const connector = {
      password: '${file:/s:pw}',
      url: 'db:${env:HOST}',
      other: '${file:/s:pw}',
      plain: 'x',
    };
    const generated = [{ password: 's3cr3t', url: 'db:here', plain: 'y', number: '0' }, { number: '1' }];
    expect(storedTaskConfigs(generated, 'o.Task', connector)).toEqual([
      { password: '${file:/s:pw}', url: 'db:${env:HOST}', plain: 'y', number: '0', 'task.class': 'o.Task' },
      { number: '1', 'task.class': 'o.Task' },
    ]);
  });
});
