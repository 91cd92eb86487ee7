import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '@sluice/connect-api';
import { freePorts, Hdfs, HttpFs } from '@sluice/testing-services';
import { checkHdfs } from '../src/check-hdfs.ts';
import { hdfsSinkConfig } from '../src/config.ts';
import { HdfsStore } from '../src/hdfs-store.ts';
import { WebHdfs } from '../src/webhdfs/web-hdfs.ts';

let hdfs: Hdfs;
let gateway: HttpFs;
beforeAll(async () => {
  hdfs = await Hdfs.start({ settings: HttpFs.hdfsSettings });
  gateway = await HttpFs.start(hdfs);
});
afterAll(async () => {
  await gateway.stop();
  await hdfs.stop();
});

function storeAt(root: string, url = hdfs.url): HdfsStore {
  const webHdfs = new WebHdfs({
    urls: [new URL(`${url}/webhdfs/v1`)],
    identity: { 'user.name': 'sluice' },
    timeoutMs: 10_000,
    signal: new AbortController().signal,
  });
  return new HdfsStore(webHdfs, { root, mostOpen: 2 });
}

describe.each([
  { asked: 'a NameNode', url: () => hdfs.url },
  { asked: 'an HttpFS gateway', url: () => gateway.url },
])('files of HDFS through $asked', ({ asked, url }) => {
  const base = `/${asked.replaceAll(' ', '-')}`;

  it('are shown whole, whatever was parked between', async () => {
    const store = storeAt(`${base}/`, url());
    const files = Array.from({ length: 5 }, () =>
      store.stage({ stagingFolder: 't/+tmp/t/0', extension: '.txt' }),
    );
    for (const round of [0, 1, 2]) {
      await Promise.all(
        files.map((file, index) => file.write(Buffer.from(`${index}-${round} ${'é'.repeat(100_000)}\n`))),
      );
    }
    expect(await store.list('t/t/a b=1', null)).toEqual([]);
    for (const [index, file] of files.entries()) {
      await file.finish();
      await file.publish(`t/t/p=${index % 2}/t+0+${index}+9 %.txt`);
    }
    expect(await store.list('t/t/p=0', null)).toEqual(['t+0+0+9 %.txt', 't+0+2+9 %.txt', 't+0+4+9 %.txt']);
    expect(await store.list('t/t/p=0', 't+0+1~')).toEqual(['t+0+2+9 %.txt', 't+0+4+9 %.txt']);
    expect((await store.listDeep('t/t')).length).toBe(5);
    const { stdout } = await hdfs.shell('-cat', `${base}/t/t/p=1/t+0+3+9 %.txt`);
    expect(stdout).toBe([0, 1, 2].map((round) => `3-${round} ${'é'.repeat(100_000)}\n`).join(''));
    await store.removeFolder('t/+tmp/t/0');
    await store.close();
  });

  it('stay as they are when the same comes again', async () => {
    const store = storeAt(`${base}-again`, url());
    for (const text of ['first', 'second']) {
      const file = store.stage({ stagingFolder: '+tmp', extension: '.txt' });
      await file.write(Buffer.from(text));
      await file.finish();
      await file.publish('x/f.txt');
    }
    expect(await hdfs.shell('-cat', `${base}-again/x/f.txt`)).toMatchObject({ stdout: 'first' });
    expect(await store.list('+tmp', null)).toEqual([]);
    await store.close();
  });
});

describe('the check of HDFS', () => {
  const checked = async (properties: Readonly<Record<string, string>>) => {
    const config = parseConfig(hdfsSinkConfig, { 'flush.size': '1', 'webhdfs.url': hdfs.url, ...properties });
    return await checkHdfs(config, new AbortController().signal);
  };

  it('passes where files may be made, and makes nothing', async () => {
    for (const url of [hdfs.url, gateway.url]) {
      expect(await checked({ 'topics.dir': 'not/there', 'webhdfs.url': url })).toMatchObject([
        { outcome: 'passed', message: 'It answers' },
        { subject: 'folder /', outcome: 'passed' },
      ]);
    }
    expect(await storeAt('/').list('not', null)).toEqual([]);
  });

  it('fails where nobody answers, and warns of one node of several', async () => {
    const [port = 0] = await freePorts(1);
    const gone = `http://127.0.0.1:${port}`;
    expect(await checked({ 'webhdfs.url': gone })).toMatchObject([{ outcome: 'failed' }]);
    expect(await checked({ 'webhdfs.url': `${gone},${hdfs.url}` })).toMatchObject([
      { outcome: 'warning', message: expect.stringContaining('ECONNREFUSED') as string },
      { outcome: 'passed' },
      { outcome: 'passed' },
    ]);
  });

  it('fails where a quota is used up', async () => {
    expect(await hdfs.shell('-mkdir', '-p', '/small')).toMatchObject({ exitCode: 0 });
    expect(await hdfs.admin('-setQuota', '1', '/small')).toMatchObject({ exitCode: 0 });
    expect(await checked({ 'topics.dir': '/small/topics' })).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'passed' },
      { outcome: 'failed', message: 'Its quota is used up', subject: 'folder /small' },
    ]);
  });
});
