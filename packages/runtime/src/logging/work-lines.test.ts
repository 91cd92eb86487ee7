import { describe, expect, it } from 'vitest';
import { HiddenTexts } from '../config/secrets/hidden-texts.ts';
import { LogSecrets } from './log-secrets.ts';
import { readWorkLine } from './work-lines.ts';

const secrets = new LogSecrets();
const texts = new HiddenTexts();
texts.add('s3"cr\\3t', '[hidden]');
texts.add('12345', '[hidden]');
texts.add('info', '[hidden]');
secrets.add('c', texts);

function read(fields: object, extra = ''): unknown {
  const line = readWorkLine(`${JSON.stringify(fields).slice(0, -1)}${extra}}`, secrets);
  return line === null ? null : [line.connector, line.task, JSON.parse(line.text) as unknown];
}

describe('a line of the log', () => {
  it('is of no connector unless it says so', () => {
    expect(read({ msg: 'The worker is up' })).toBeNull();
    expect(read({ connector: 3 })).toBeNull();
  });

  it('is of a task, or of the connector, and always of a stage', () => {
    expect(read({ connector: 'd', task: 2, msg: 'm' })).toEqual([
      'd',
      2,
      { connector: 'd', task: 2, msg: 'm', stage: 'WORKER' },
    ]);
    expect(read({ connector: 'd', stage: 'OFFSETS' })).toEqual([
      'd',
      null,
      { connector: 'd', stage: 'OFFSETS' },
    ]);
  });

  it('has the stage that it names itself, once', () => {
    const line = readWorkLine('{"connector":"d","stage":"TASK_POLL","stage":"KAFKA_PRODUCE"}', secrets);
    expect(line?.text).toBe('{"connector":"d","stage":"KAFKA_PRODUCE"}');
  });

  it('shows no secret of its connector, wherever it stands', () => {
    const fields = {
      level: 'info',
      connector: 'c',
      msg: 'with s3"cr\\3t in it',
      err: { message: 'no s3"cr\\3t', list: ['s3"cr\\3t', 12345, 12, null], 's3"cr\\3t': true },
    };
    expect(read(fields)).toEqual([
      'c',
      null,
      {
        level: 'info',
        connector: 'c',
        stage: 'WORKER',
        msg: 'with [hidden] in it',
        err: { message: 'no [hidden]', list: ['[hidden]', '[hidden]', 12, null], '[hidden]': true },
      },
    ]);
    expect(JSON.stringify(read({ ...fields, connector: 'd' }))).toContain('cr');
  });
});
