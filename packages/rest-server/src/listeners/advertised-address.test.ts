import { describe, expect, it } from 'vitest';
import {
  advertisedAddress,
  formatAdvertisedUrl,
  formatWorkerId,
  type AdvertisedSettings,
} from './advertised-address.ts';
import { parseListeners } from './listener.ts';

const nothing: AdvertisedSettings = { protocol: null, host: null, port: null };

function advertised(listeners: string[], settings: Partial<AdvertisedSettings> = {}): [string, string] {
  const address = advertisedAddress(parseListeners(listeners), { ...nothing, ...settings }, '10.0.0.7');
  return [formatAdvertisedUrl(address), formatWorkerId(address)];
}

describe('the advertised address', () => {
  it('is that of the first listener', () => {
    expect(advertised(['http://a:1', 'http://b:2'])).toEqual(['http://a:1/', 'a:1']);
  });

  it('is that of the first http listener when there is one', () => {
    expect(advertised(['https://a:1', 'http://b:2'])).toEqual(['http://b:2/', 'b:2']);
    expect(advertised(['https://a:1'])).toEqual(['https://a:1/', 'a:1']);
  });

  it('is that of the first listener with the protocol that is asked for', () => {
    expect(advertised(['http://a:1', 'https://b:2'], { protocol: 'https' })).toEqual(['https://b:2/', 'b:2']);
  });

  it('has the protocol that is asked for also when a proxy speaks it', () => {
    const proxy = { protocol: 'https', host: 'proxy', port: 443 } as const;
    expect(advertised(['http://:8083'], proxy)).toEqual(['https://proxy:443/', 'proxy:443']);
  });

  it('has the address of the machine when the listener is on all interfaces', () => {
    expect(advertised(['http://:8083'])).toEqual(['http://10.0.0.7:8083/', '10.0.0.7:8083']);
  });

  it('has the host and port of the settings before all', () => {
    expect(advertised(['http://a:1'], { host: 'c' })).toEqual(['http://c:1/', 'c:1']);
    expect(advertised(['http://a:1'], { port: 9 })).toEqual(['http://a:9/', 'a:9']);
  });

  it('has IPv6 addresses in brackets', () => {
    expect(advertised(['http://[::1]:8083'])).toEqual(['http://[::1]:8083/', '[::1]:8083']);
  });
});
