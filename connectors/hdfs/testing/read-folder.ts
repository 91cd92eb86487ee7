interface Status {
  readonly pathSuffix: string;
  readonly type: string;
}

/** The contents of all files below a folder by their paths, read with nothing of the connector. */
export async function readFolder(url: string, folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const answer = await fetch(address(url, folder, 'LISTSTATUS'));
  if (answer.status === 404) return files;
  if (!answer.ok) throw new Error(await answer.text());
  const {
    FileStatuses: { FileStatus: statuses },
  } = (await answer.json()) as {
    readonly FileStatuses: { readonly FileStatus: readonly Status[] };
  };
  for (const { pathSuffix, type } of statuses) {
    const path = `${folder}/${pathSuffix}`;
    if (type === 'DIRECTORY') for (const [inner, text] of await readFolder(url, path)) files.set(inner, text);
    else files.set(path, await readFile(url, path));
  }
  return files;
}

async function readFile(url: string, path: string): Promise<string> {
  const answer = await fetch(address(url, path, 'OPEN'));
  if (!answer.ok) throw new Error(await answer.text());
  return await answer.text();
}

function address(url: string, path: string, op: string): string {
  return `${url}/webhdfs/v1${path.split('/').map(encodeURIComponent).join('/')}?op=${op}&user.name=reader`;
}
