import { parquetMetadata } from 'hyparquet';
import type { Target } from './target.ts';

interface Status {
  readonly pathSuffix: string;
  readonly type: string;
}

/** The complete files of a topic in HDFS. Their bytes are the progress; by their names they say how many records. */
export function hdfsTarget(url: string, root: string, topic: string): Target {
  return {
    progress: async () => {
      const answer = await fetch(address(url, `${root}/${topic}`, 'GETCONTENTSUMMARY'));
      if (answer.status === 404) return 0;
      const { ContentSummary } = (await answer.json()) as {
        readonly ContentSummary: { readonly length: number };
      };
      return ContentSummary.length;
    },
    count: () => countBelow(url, `${root}/${topic}`),
    remove: async () => {
      await fetch(`${address(url, root, 'DELETE')}&recursive=true`, { method: 'DELETE' });
    },
  };
}

async function countBelow(url: string, folder: string): Promise<number> {
  const answer = await fetch(address(url, folder, 'LISTSTATUS'));
  const { FileStatuses } = (await answer.json()) as {
    readonly FileStatuses: { readonly FileStatus: readonly Status[] };
  };
  let count = 0;
  for (const { pathSuffix, type } of FileStatuses.FileStatus) {
    if (type === 'DIRECTORY') count += await countBelow(url, `${folder}/${pathSuffix}`);
    else count += await countIn(url, `${folder}/${pathSuffix}`);
  }
  return count;
}

/** The lines of text, or what the footer of a file of columns says. */
async function countIn(url: string, path: string): Promise<number> {
  const answer = await fetch(address(url, path, 'OPEN'));
  const content = await answer.arrayBuffer();
  if (path.endsWith('.parquet')) return Number(parquetMetadata(content).num_rows);
  const bytes = Buffer.from(content);
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

function address(url: string, path: string, op: string): string {
  return `${url}/webhdfs/v1${path.split('/').map(encodeURIComponent).join('/')}?op=${op}&user.name=bench`;
}
