import { describeSinkConnector } from '@sluice/test-kit';
import { Hdfs } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { readFolder } from '../testing/read-folder.ts';
import { hdfs3Sink } from '../src/plugin.ts';

let hdfs: Hdfs;
let count = 0;
beforeAll(async () => {
  hdfs = await Hdfs.start();
});
afterAll(() => hdfs.stop());

describeSinkConnector(hdfs3Sink, {
  readme: new URL('../README.md', import.meta.url),
  runner: { describe, it },
  open: () => {
    count += 1;
    const topicsDir = `/compliance/${count}`;
    return {
      config: {
        'webhdfs.url': hdfs.url,
        'topics.dir': topicsDir,
        'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'value.converter.schemas.enable': 'false',
        'format.class': 'io.confluent.connect.hdfs3.json.JsonFormat',
        'partitioner.class': 'io.confluent.connect.storage.partitioner.FieldPartitioner',
        'partition.field.name': 'k',
        'flush.size': '7',
        'rotate.interval.ms': '200',
      },
      delivered: async () => {
        const files = await readFolder(hdfs.url, `${topicsDir}/tested-topic`);
        return [...files.values()].flatMap((text) => text.split('\n').slice(0, -1));
      },
    };
  },
  value: (n) => JSON.stringify({ k: n % 3, n }),
  badValues: [JSON.stringify({ n: 1 }), JSON.stringify({ k: null, n: 2 })],
  block: async () => {
    await hdfs.freeze();
    return () => hdfs.thaw();
  },
});
