import { describe, expect, it } from 'vitest';
import { parseBrokerArguments } from './broker-arguments.ts';

describe('the arguments of sluice broker', () => {
  it('have defaults that just work', () => {
    expect(parseBrokerArguments([])).toEqual({
      dataFolder: '.sluice/broker',
      host: '127.0.0.1',
      port: 9092,
      fsync: 'never',
      defaultPartitions: 1,
      autoCreateTopics: true,
      tls: null,
      usersFile: null,
    });
  });

  it('take where to listen, what to keep and whom to let in', () => {
    const text =
      '--memory --host 0.0.0.0 --port 0 --fsync 200 --partitions 3 --no-auto-create ' +
      '--tls-key k.pem --tls-cert c.pem --users u.properties';
    expect(parseBrokerArguments(text.split(' '))).toEqual({
      dataFolder: null,
      host: '0.0.0.0',
      port: 0,
      fsync: 200,
      defaultPartitions: 3,
      autoCreateTopics: false,
      tls: { keyFile: 'k.pem', certFile: 'c.pem', caFile: null },
      usersFile: 'u.properties',
    });
  });

  it('show the usage on request', () => {
    expect(parseBrokerArguments(['--help'])).toBeNull();
  });

  it.each([
    [['--port', '70000'], '--port must be a port between 0 and 65535, not "70000"'],
    [['--fsync', 'sometimes'], '--fsync must be never, always or a number of milliseconds, not "sometimes"'],
    [['--partitions', '0'], '--partitions must be a number above 0'],
    [['--tls-key', 'k.pem'], 'TLS needs both --tls-key and --tls-cert'],
    [['topic'], "Unexpected argument 'topic'"],
  ])('refuse %j', (args, message) => {
    expect(() => parseBrokerArguments(args)).toThrow(message);
  });
});
