interface Status {
  readonly pathSuffix: string;
  readonly type: string;
}

/** What stands in the files of one Kafka partition. */
export interface FileLedger {
  /** The offsets in the files by their names: first and last, in order. */
  readonly ranges: readonly (readonly [number, number])[];
  readonly lines: readonly string[];
  /** Files that have more or fewer lines than their name says. */
  readonly wrong: readonly string[];
}

/** Reads the files `topic+partition+first+last.ext` of a folder through WebHDFS. @throws Error while HDFS is away. */
export async function readLedger(url: string, folder: string): Promise<FileLedger> {
  const files = (await namesIn(url, folder)).map((name) => ({ name, range: rangeIn(name) }));
  files.sort((one, other) => one.range[0] - other.range[0]);
  const lines: string[] = [];
  const wrong: string[] = [];
  for (const { name, range } of files) {
    const answer = await ask(url, `${folder}/${name}`, 'OPEN');
    const found = (await answer.text()).split('\n').slice(0, -1);
    if (found.length !== range[1] - range[0] + 1) wrong.push(`${name}: ${found.length} lines`);
    for (const line of found) lines.push(line);
  }
  return { ranges: files.map(({ range }) => range), lines, wrong };
}

/** How many records there are by the names of the files. @throws Error while HDFS is away. */
export async function countByNames(url: string, folder: string): Promise<number> {
  const ranges = (await namesIn(url, folder)).map(rangeIn);
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

async function namesIn(url: string, folder: string): Promise<string[]> {
  const answer = await ask(url, folder, 'LISTSTATUS');
  if (answer.status === 404) return [];
  const { FileStatuses } = (await answer.json()) as {
    readonly FileStatuses: { readonly FileStatus: readonly Status[] };
  };
  return FileStatuses.FileStatus.filter(({ type }) => type === 'FILE').map(({ pathSuffix }) => pathSuffix);
}

function rangeIn(name: string): [number, number] {
  const [, , first, last] = name.split(/[+.]/);
  return [Number(first), Number(last)];
}

async function ask(url: string, path: string, op: string): Promise<Response> {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const answer = await fetch(`${url}/webhdfs/v1${encoded}?op=${op}&user.name=reader`);
  if (!answer.ok && answer.status !== 404) throw new Error(await answer.text());
  return answer;
}
