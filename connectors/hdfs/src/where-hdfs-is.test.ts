import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { configIssues } from './config-issues.ts';
import { hdfsSinkConfig } from './config.ts';
import { whereHdfsIs } from './where-hdfs-is.ts';

const given = (properties: Readonly<Record<string, string>>) =>
  parseConfig(hdfsSinkConfig, { 'flush.size': '1', ...properties });
const where = (properties: Readonly<Record<string, string>>) => {
  const { urls, root } = whereHdfsIs(given(properties));
  return { urls: urls.map(String), root };
};

describe('WebHDFS is looked for', () => {
  it.each([
    [{ 'hdfs.url': 'hdfs://nn:8020' }, ['http://nn:9870/webhdfs/v1'], ''],
    [{ 'store.url': 'hdfs://nn:8020/base/' }, ['http://nn:9870/webhdfs/v1'], '/base'],
    [{ 'hdfs.url': 'webhdfs://nn:50070' }, ['http://nn:50070/webhdfs/v1'], ''],
    [{ 'hdfs.url': 'swebhdfs://nn' }, ['https://nn:9871/webhdfs/v1'], ''],
    [
      { 'hdfs.url': 'hdfs://ns/x', 'webhdfs.url': 'http://a:9870, http://b:9870' },
      ['http://a:9870/webhdfs/v1', 'http://b:9870/webhdfs/v1'],
      '/x',
    ],
    [{ 'webhdfs.url': 'https://gateway/hdfs/webhdfs/v1' }, ['https://gateway/hdfs/webhdfs/v1'], ''],
  ])('with %j', (properties, urls, root) => {
    expect(where(properties as Record<string, string>)).toEqual({ urls, root });
  });

  it('in the files of Hadoop, at all NameNodes of a name service', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hadoop-conf-'));
    const property = (name: string, value: string) =>
      `<property>\n<name>${name}</name><value>${value}</value></property>`;
    writeFileSync(
      join(folder, 'core-site.xml'),
      `<configuration>${property('fs.defaultFS', 'hdfs://ns1')}</configuration>`,
    );
    writeFileSync(
      join(folder, 'hdfs-site.xml'),
      `<configuration><!-- ${property('dfs.ha.namenodes.ns1', 'old')} -->${property('dfs.ha.namenodes.ns1', 'nn1, nn2')}
       ${property('dfs.namenode.http-address.ns1.nn1', 'h1:9870')}${property('dfs.namenode.http-address.ns1.nn2', 'h2:9870')}</configuration>`,
    );
    try {
      const expected = { urls: ['http://h1:9870/webhdfs/v1', 'http://h2:9870/webhdfs/v1'], root: '' };
      expect(where({ 'hadoop.conf.dir': folder })).toEqual(expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a configuration', () => {
  it.each([
    [{}, 'hdfs.url', 'Missing configuration hdfs.url or webhdfs.url: nothing says where HDFS is'],
    [
      { 'hdfs.url': 'nn:8020' },
      'hdfs.url',
      'Invalid value nn:8020 for configuration hdfs.url: It is no address such as hdfs://host:8020',
    ],
    [
      { 'webhdfs.url': 'nn' },
      'webhdfs.url',
      'Invalid value nn for configuration webhdfs.url: It is no address such as hdfs://host:8020',
    ],
    [
      { 'hdfs.url': 'hdfs://nn', 'hdfs.authentication.kerberos': 'true' },
      'hdfs.authentication.kerberos',
      expect.stringContaining('Kerberos is not supported'),
    ],
    [
      { 'hdfs.url': 'hdfs://nn', 'hive.integration': 'true' },
      'hive.integration',
      expect.stringContaining('Tables of Hive are not made or changed'),
    ],
    [
      { 'hdfs.url': 'hdfs://nn', 'partitioner.class': 'x.DailyPartitioner' },
      'timezone',
      expect.stringContaining('Missing configuration timezone'),
    ],
    [
      { 'hdfs.url': 'hdfs://nn', 'partitioner.class': 'FieldPartitioner' },
      'partition.field.name',
      expect.stringContaining('which FieldPartitioner needs'),
    ],
    [
      {
        'hdfs.url': 'hdfs://nn',
        'partitioner.class': 'x.TimeBasedPartitioner',
        timezone: 'UTC',
        'partition.duration.ms': '1000',
        'path.format': 'YYYY-bb',
      },
      'path.format',
      expect.stringContaining('Illegal pattern component: b'),
    ],
  ])('with %j is refused at %s', (properties, key, message) => {
    expect(configIssues(given(properties as unknown as Record<string, string>))).toEqual([{ key, message }]);
  });

  it.each([
    [
      { 'format.class': 'io.confluent.connect.hdfs.orc.OrcFormat' },
      /for configuration format\.class: Known are AvroFormat/,
    ],
    [{ timezone: 'Mars/Olympus' }, /There is no such time zone/],
    [{ 'timestamp.extractor': 'Moon' }, /Known are Wallclock, Record, RecordField/],
    [{ 'rotate.interval.ms': '0' }, /It must be -1 or at least 1/],
  ])('with %j cannot be read', (properties, message) => {
    expect(() => given(properties as unknown as Record<string, string>)).toThrow(message);
  });
});
