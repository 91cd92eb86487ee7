import type { CheckFinding } from '@sluice/connect-api';
import type { ResourceSettings } from '../config/settings.ts';
import { formatAnswer } from '../http/search-error.ts';
import { resourceNouns, resourcePath } from '../resources/resource-path.ts';
import type { Ask } from './check-search.ts';

export interface CheckedResource {
  readonly name: string;
  readonly kind: ResourceSettings['kind'];
  /** The key that names it, `null` when it is made where it is not there. */
  readonly mappingKey: string | null;
}

/** Looks at an index, alias or data stream: whether it is there, where it has to be, and takes documents. */
export async function checkResource(resource: CheckedResource, ask: Ask): Promise<readonly CheckFinding[]> {
  const { name, kind, mappingKey } = resource;
  const subject = `${resourceNouns[kind]} ${name}`;
  const answer = await ask({ method: 'HEAD', path: resourcePath(kind, name) });
  if (answer.status === 404 && mappingKey === null) {
    return [{ subject, outcome: 'passed', message: 'It is not there; the first record has it made.' }];
  }
  if (answer.status !== 200) {
    const keys = mappingKey === null ? [] : [mappingKey];
    const message = answer.status === 404 ? 'It is not there.' : `${formatAnswer(answer)}.`;
    return [{ subject, outcome: 'failed', message, remedy: remedies(name)[kind], keys }];
  }
  const blocked = await blocksOf(name, ask);
  if (blocked.length === 0) return [{ subject, outcome: 'passed', message: 'It is there.' }];
  return [
    {
      subject,
      outcome: 'failed',
      message: `It takes no documents: ${blocked.join(', ')} is set.`,
      remedy: `PUT /${name}/_settings {"index.blocks.read_only":null,"index.blocks.read_only_allow_delete":null,"index.blocks.write":null}`,
    },
  ];
}

function remedies(name: string): Record<ResourceSettings['kind'], string> {
  return {
    index: `PUT /${name}`,
    alias: `POST /_aliases {"actions":[{"add":{"index":"…","alias":"${name}","is_write_index":true}}]}`,
    'data-stream': `PUT /_data_stream/${name}`,
  };
}

const writeBlocks = ['read_only', 'read_only_allow_delete', 'write'] as const;

interface IndexSettings {
  readonly settings?: { readonly index?: { readonly blocks?: Readonly<Record<string, string>> } };
}

/** The settings that keep documents out. */
async function blocksOf(name: string, ask: Ask): Promise<readonly string[]> {
  const answer = await ask({ method: 'GET', path: `/${encodeURIComponent(name)}/_settings` });
  if (answer.status !== 200) return [];
  const indexes = Object.values(JSON.parse(answer.body) as Record<string, IndexSettings>);
  const isSet = (block: string): boolean =>
    indexes.some(({ settings }) => settings?.index?.blocks?.[block] === 'true');
  return writeBlocks.filter(isSet).map((block) => `index.blocks.${block}`);
}
