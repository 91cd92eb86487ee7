import type { ProxySettings } from '../config/settings.ts';

/** A proxy as agents of Node are told of it: in the form of environment variables. */
export function proxyEnvironment({ host, port, username, password }: ProxySettings): Record<string, string> {
  const user = encodeURIComponent(username);
  const secret = encodeURIComponent(password?.reveal() ?? '');
  const login = username === '' ? '' : `${user}:${secret}@`;
  const proxy = `http://${login}${host}:${port}`;
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
}
