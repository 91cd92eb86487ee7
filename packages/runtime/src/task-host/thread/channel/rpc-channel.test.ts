import { MessageChannel } from 'node:worker_threads';
import { ConfigError, ConnectError } from '@sluice/connect-api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RpcChannel, type Handlers } from './rpc-channel.ts';

const open: MessageChannel[] = [];

/** The near end of a channel whose far end has these handlers. */
function near(handlers: Handlers, own: Handlers = {}): { channel: RpcChannel; far: RpcChannel } {
  const ports = new MessageChannel();
  open.push(ports);
  return { far: new RpcChannel(ports.port2, handlers), channel: new RpcChannel(ports.port1, own) };
}

afterEach(() => {
  for (const { port1 } of open.splice(0)) port1.close();
});

describe('a channel between threads', () => {
  it('carries calls, answers and what needs no answer, both ways', async () => {
    const told: unknown[] = [];
    const { channel, far } = near(
      { add: (a: number, b: bigint) => Promise.resolve(BigInt(a) + b) },
      { note: (fields: unknown) => void told.push(fields) },
    );
    expect(await channel.call('add', 1, 2n)).toBe(3n);
    far.tell('note', { bytes: new Uint8Array([1]), nothing: null });
    await vi.waitFor(() => expect(told).toEqual([{ bytes: new Uint8Array([1]), nothing: null }]));
  });

  it('carries errors with code, Java class, trace and causes', async () => {
    const cause = new TypeError('x is undefined');
    const error = new ConfigError('bad value', { code: 'CONFIG_VALUE_INVALID', cause });
    const { channel } = near({
      fail: () => {
        throw error;
      },
    });
    const received = (await channel.call('fail').catch((caught: unknown) => caught)) as ConnectError;
    expect(received).toMatchObject({
      message: 'bad value',
      code: 'CONFIG_VALUE_INVALID',
      javaClassName: 'org.apache.kafka.common.config.ConfigException',
      stack: error.stack,
      cause: {
        message: 'x is undefined',
        code: 'UNSPECIFIED_FAILURE',
        javaClassName: 'TypeError',
        stack: cause.stack,
      },
    });
  });

  it('carries whatever is thrown, and causes that go round in circles', async () => {
    const circle = new Error('round');
    circle.cause = circle;
    const { channel } = near({
      text: () => Promise.reject('just text'),
      circle: () => Promise.reject(circle),
    });
    await expect(channel.call('text')).rejects.toMatchObject({ message: 'just text' });
    await expect(channel.call('circle')).rejects.toMatchObject({
      message: 'round',
      cause: { message: 'round' },
    });
  });

  it('refuses a method that is not there and an answer that cannot travel', async () => {
    const { channel } = near({ give: () => () => 'a function' });
    await expect(channel.call('nope')).rejects.toThrow('There is no method nope');
    await expect(channel.call('give')).rejects.toThrow('could not be cloned');
  });

  it('that is closed fails what waits, takes no calls and hears nothing', async () => {
    const told: unknown[] = [];
    const { channel, far } = near(
      { wait: () => new Promise(() => undefined) },
      { note: () => void told.push(1) },
    );
    const waiting = channel.call('wait');
    const reason = new ConnectError('gone');
    channel.close(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(channel.call('wait')).rejects.toBe(reason);
    channel.tell('wait');
    far.tell('note');
    await new Promise((resolve) => void setTimeout(resolve, 20));
    expect(told).toEqual([]);
  });
});
