import { ConnectionLostError } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { answerOf, fatalError, faultOf } from './redis-fault.ts';

describe('an answer of Redis', () => {
  it.each([
    ['OOM command not allowed when used memory > maxmemory.', 'again'],
    ['LOADING Redis is loading the dataset in memory', 'again'],
    ['NOREPLICAS Not enough good replicas to write.', 'again'],
    ['CLUSTERDOWN The cluster is down', 'again'],
    ["READONLY You can't write against a read only replica.", 'lost'],
    ['ERR max number of clients reached', 'lost'],
    ['MOVED 3999 127.0.0.1:6381', 'moved'],
    ['ASK 3999 127.0.0.1:6381', 'moved'],
    ['NOAUTH Authentication required.', 'denied'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'denied'],
    ["NOPERM this user has no permissions to run the 'set' command", 'denied'],
    ["ERR unknown command 'JSON.SET', with args beginning with: 'key' ", 'unknown'],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', 'refused'],
    ['ERR value is not a valid float', 'refused'],
  ])('%s', (message, kind) => {
    expect(faultOf(answerOf(new Error(message)))).toBe(kind);
  });

  it('that did not come is a lost connection', () => {
    expect(faultOf(new ConnectionLostError('gone'))).toBe('lost');
  });

  it.each([
    ['NOAUTH Authentication required.', 'REDIS_ACCESS_DENIED'],
    ["ERR unknown command 'TS.ADD'", 'REDIS_COMMAND_UNKNOWN'],
    ['MOVED 1 127.0.0.1:1', 'REDIS_COMMAND_REFUSED'],
    ['WRONGTYPE x', 'REDIS_COMMAND_REFUSED'],
  ])('%s fails a task as %s', (message, code) => {
    expect(fatalError('Writing failed', answerOf(new Error(message)))).toMatchObject({ code });
  });

  it('does not repeat what was sent: a password may be in it', () => {
    const error = new Error("ERR unknown command 'AUTH', with args beginning with: 'shop' 'geheim' ");
    expect(fatalError('Writing failed', answerOf(error)).message).not.toContain('geheim');
  });
});
