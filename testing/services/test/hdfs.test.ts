import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Hdfs } from '../src/hdfs/hdfs.ts';

let hdfs: Hdfs;

beforeAll(async () => {
  hdfs = await Hdfs.start({ separate: true });
});

afterAll(async () => {
  await hdfs.stop();
});

describe('a DataNode that was killed', () => {
  it('serves its files once it is said to have started again', async () => {
    const local = join(hdfs.folder, 'kept.txt');
    await writeFile(local, 'kept');
    expect(await hdfs.shell('-put', local, '/kept.txt')).toMatchObject({ exitCode: 0 });
    for (let time = 1; time <= 3; time++) {
      await hdfs.killDataNode();
      await hdfs.startDataNode();
      const answer = await fetch(`${hdfs.url}/webhdfs/v1/kept.txt?user.name=reader&op=OPEN`);
      expect(await answer.text()).toBe('kept');
    }
  });
});
