import { describe, expect, it } from 'vitest';
import { crossOrigin, type CrossOriginRequest, type ResponseHeaders } from './cross-origin.ts';

const get = { method: 'GET', origin: 'http://a.example', requestedMethod: undefined } as const;
const headers = (
  origins: string,
  request: Partial<CrossOriginRequest> = {},
  methods = '',
): ResponseHeaders | undefined => crossOrigin({ origins, methods })?.headersFor({ ...get, ...request });
const vary = ['Vary', 'Origin'];
const allowed = ['Access-Control-Allow-Origin', 'http://a.example'];

describe('pages of other origins', () => {
  it('are not dealt with where none is named', () => {
    expect(crossOrigin({ origins: ' ', methods: 'GET' })).toBeNull();
  });

  it.each(['*', 'http://a.example', 'http://b.example, http://a.example', 'https?://.*[.]example'])(
    'are let in by %s',
    (origins) => {
      expect(headers(origins)).toEqual([vary, allowed]);
    },
  );

  it.each(['http://b.example', 'http://a', 'a.example', 'http://a.example.org'])(
    'are not let in by %s',
    (origins) => {
      expect(headers(origins)).toEqual([vary]);
    },
  );

  it('are none where a request has no origin', () => {
    expect(headers('*', { origin: undefined })).toEqual([vary]);
  });

  it('are told what they may ask for when a browser asks beforehand', () => {
    const preflight = { method: 'OPTIONS', requestedMethod: 'PUT' };
    const rest = [
      ['Access-Control-Allow-Headers', 'Content-Type'],
      ['Access-Control-Max-Age', '60'],
    ];
    const methods = (list: string) => ['Access-Control-Allow-Methods', list];
    expect(headers('*', preflight)).toEqual([vary, allowed, methods('GET,POST,HEAD'), ...rest]);
    expect(headers('*', preflight, 'GET, PUT')).toEqual([vary, allowed, methods('GET,PUT'), ...rest]);
    expect(headers('*', { method: 'OPTIONS' })).toEqual([vary, allowed]);
    expect(headers('http://b.example', preflight)).toEqual([vary]);
  });

  it('cannot be named by what is no regular expression', () => {
    expect(() => crossOrigin({ origins: 'http://(', methods: '' })).toThrow(
      'Invalid value http://( for configuration access.control.allow.origin: it is no regular expression',
    );
  });
});
