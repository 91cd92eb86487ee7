import type { CheckFinding } from '@sluice/connect-api';
import { joinPath } from '@sluice/connector-storage';
import type { HdfsSinkConfig } from './config.ts';
import { connectionOf } from './connection-of.ts';
import { WebHdfs } from './webhdfs/web-hdfs.ts';
import { whereHdfsIs } from './where-hdfs-is.ts';

/** Whether HDFS answers, and would take files where they are to go; nothing is made there. */
export async function checkHdfs(
  config: HdfsSinkConfig,
  signal: AbortSignal,
): Promise<readonly CheckFinding[]> {
  const { urls, root } = whereHdfsIs(config);
  const nodes = await Promise.all(urls.map((url) => checkNode(config, url, signal)));
  if (nodes.every(({ outcome }) => outcome !== 'passed')) {
    return nodes.map((finding) => ({ ...finding, outcome: 'failed' }));
  }
  const hdfs = new WebHdfs(connectionOf(config, urls, signal));
  try {
    return [
      ...nodes,
      ...(await checkFolder(
        hdfs,
        `/${joinPath(root.replace(/^\/+/, ''), config['topics.dir'].replace(/^\/+/, ''))}`,
      )),
    ];
  } finally {
    hdfs.close();
  }
}

/** One of several nodes may stand by or be away. */
async function checkNode(config: HdfsSinkConfig, url: URL, signal: AbortSignal): Promise<CheckFinding> {
  const hdfs = new WebHdfs(connectionOf(config, [url], signal));
  const about = { subject: `node ${url.host}`, keys: ['webhdfs.url', 'hdfs.url', 'hadoop.conf.dir'] };
  try {
    await hdfs.status('/');
    return { ...about, outcome: 'passed', message: 'It answers' };
  } catch (error) {
    const remedy = 'Give the HTTP address of a NameNode with dfs.webhdfs.enabled, or of an HttpFS gateway';
    return { ...about, outcome: 'warning', message: messageOf(error), remedy };
  } finally {
    hdfs.close();
  }
}

/** Looks at the folder of the topics, or at what is there of the way to it. */
async function checkFolder(hdfs: WebHdfs, topicsDir: string): Promise<CheckFinding[]> {
  const folder = await nearest(hdfs, topicsDir.split('${')[0] ?? '/');
  const about = { subject: `folder ${folder}`, keys: ['topics.dir', 'webhdfs.user'] };
  try {
    await hdfs.checkWritable(folder);
  } catch (error) {
    const remedy = 'Grant the user write access to it, or choose another topics.dir';
    return [{ ...about, outcome: 'failed', message: messageOf(error), remedy }];
  }
  const { names, bytes } = await hdfs.quota(folder);
  const isUsedUp = (names ?? 1) <= 0 || (bytes ?? 1) <= 0;
  const writable: CheckFinding = { ...about, outcome: 'passed', message: 'Files may be made in it' };
  if (!isUsedUp) return [writable];
  const remedy = `Raise its quota with hdfs dfsadmin -setSpaceQuota or -setQuota, or remove files`;
  return [writable, { ...about, outcome: 'failed', message: 'Its quota is used up', remedy }];
}

async function nearest(hdfs: WebHdfs, path: string): Promise<string> {
  const parts = path.split('/').filter((part) => part !== '');
  for (let count = parts.length; count > 0; count -= 1) {
    const folder = `/${parts.slice(0, count).join('/')}`;
    if ((await hdfs.status(folder)) !== null) return folder;
  }
  return '/';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
