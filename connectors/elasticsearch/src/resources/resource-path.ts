import type { ResourceSettings } from '../config/settings.ts';

type Kind = ResourceSettings['kind'];

/** What messages call them. */
export const resourceNouns: Readonly<Record<Kind, string>> = {
  index: 'index',
  alias: 'alias',
  'data-stream': 'data stream',
};

/** Where to ask whether it is there. */
export function resourcePath(kind: Kind, name: string): string {
  return kind === 'alias' ? `/_alias/${encodeURIComponent(name)}` : `/${encodeURIComponent(name)}`;
}
