import { describe, expect, it } from 'vitest';
import { formatListener, parseListeners } from './listener.ts';

describe('listeners', () => {
  it.each([
    ['http://127.0.0.1:8083', { protocol: 'http', host: '127.0.0.1', port: 8083 }],
    ['http://:8083', { protocol: 'http', host: '', port: 8083 }],
    ['HTTP://0.0.0.0:0', { protocol: 'http', host: '0.0.0.0', port: 0 }],
    ['https://connect-1.example.com:443', { protocol: 'https', host: 'connect-1.example.com', port: 443 }],
    ['http://[::1]:8083', { protocol: 'http', host: '::1', port: 8083 }],
    [' http://localhost:1 ', { protocol: 'http', host: 'localhost', port: 1 }],
  ])('%j is understood', (text, listener) => {
    expect(parseListeners([text])).toEqual([listener]);
  });

  it('are kept in their order', () => {
    expect(parseListeners(['http://b:2', 'http://a:1']).map(({ host }) => host)).toEqual(['b', 'a']);
  });

  it.each([
    [
      ['localhost:8083'],
      "Listener doesn't have the right format (protocol://hostname:port). It is localhost:8083",
    ],
    [
      ['http://localhost'],
      "Listener doesn't have the right format (protocol://hostname:port). It is http://localhost",
    ],
    [['http://a:b'], "Listener doesn't have the right format (protocol://hostname:port). It is http://a:b"],
    [
      ['http://a:65536'],
      "Listener doesn't have the right format (protocol://hostname:port). It is http://a:65536",
    ],
    [
      ['http://a:1/x'],
      "Listener doesn't have the right format (protocol://hostname:port). It is http://a:1/x",
    ],
    [['ftp://a:1'], 'Listener protocol must be either "http" or "https". It is ftp://a:1'],
    [['http://a:1', ' '], 'Empty URL found when parsing listeners list.'],
    [
      [],
      'Invalid value for listeners, at least one URL is expected, ex: http://localhost:8080,https://localhost:8443.',
    ],
  ])('%j are refused', (listeners, message) => {
    expect(() => parseListeners(listeners)).toThrow(
      expect.objectContaining({ name: 'ConfigError', key: 'listeners', message }) as Error,
    );
  });

  it('are written as they are read', () => {
    for (const text of ['http://:8083', 'http://[::1]:8083', 'https://a:1']) {
      expect(parseListeners([text]).map(formatListener)).toEqual([text]);
    }
  });
});
