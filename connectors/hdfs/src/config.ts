import {
  atLeast,
  boolean,
  defineConfig,
  list,
  long,
  password,
  string,
  type ConfigOf,
} from '@sluice/connect-api';
import { storageKeys } from '@sluice/connector-storage';

const connectionKeys = defineConfig({
  'hdfs.url': string({
    doc: 'Where HDFS is, such as `hdfs://namenode:8020/data`; its path comes before `topics.dir`. WebHDFS is asked at the same host, unless `webhdfs.url` or `hadoop.conf.dir` say otherwise.',
    importance: 'high',
    group: 'HDFS',
    default: null,
  }),
  'store.url': string({
    doc: 'The same as `hdfs.url`, which goes before it.',
    importance: 'high',
    group: 'HDFS',
    default: null,
  }),
  'webhdfs.url': list({
    doc: 'The HTTP addresses of the NameNodes, or of HttpFS gateways: `http://nn1:9870,http://nn2:9870`. When one is away or stands by, the next is asked.',
    importance: 'high',
    group: 'HDFS',
    default: [],
  }),
  'webhdfs.user': string({
    doc: 'Whom files belong to where HDFS believes what users say of themselves; the user of the worker by default.',
    importance: 'medium',
    group: 'HDFS',
    default: null,
  }),
  'webhdfs.delegation.token': password({
    doc: 'A delegation token, in place of a user.',
    importance: 'medium',
    group: 'HDFS',
    default: null,
  }),
  'webhdfs.timeout.ms': long({
    doc: 'How long HDFS may be silent before the connection counts as lost.',
    importance: 'low',
    group: 'HDFS',
    default: 60_000,
    validator: atLeast(1),
  }),
  'hadoop.conf.dir': string({
    doc: 'A folder with `core-site.xml` and `hdfs-site.xml`, which say where the NameNodes are.',
    importance: 'medium',
    group: 'HDFS',
    default: '',
  }),
  'hadoop.home': string({
    doc: 'Accepted for the sake of existing configurations; no Hadoop is needed.',
    importance: 'low',
    group: 'HDFS',
    default: '',
  }),
  'storage.class': string({
    doc: 'Accepted for the sake of existing configurations: it is always HDFS.',
    importance: 'low',
    group: 'HDFS',
    default: 'io.confluent.connect.hdfs.storage.HdfsStorage',
  }),
  'logs.dir': string({
    doc: 'Accepted for the sake of existing configurations: there is no write-ahead log.',
    importance: 'low',
    group: 'HDFS',
    default: 'logs',
  }),
});

const kerberosKeys = defineConfig({
  'hdfs.authentication.kerberos': boolean({
    doc: 'Kerberos is not supported: use a delegation token, or an HttpFS gateway. Only `false`.',
    importance: 'high',
    group: 'Kerberos',
    default: false,
  }),
  'connect.hdfs.principal': string({
    doc: 'Accepted for the sake of existing configurations, like the keys of Kerberos below.',
    importance: 'low',
    group: 'Kerberos',
    default: '',
  }),
  'connect.hdfs.keytab': string({ doc: 'Not used.', importance: 'low', group: 'Kerberos', default: '' }),
  'hdfs.namenode.principal': string({ doc: 'Not used.', importance: 'low', group: 'Kerberos', default: '' }),
  'kerberos.ticket.renew.period.ms': long({
    doc: 'Not used.',
    importance: 'low',
    group: 'Kerberos',
    default: 3_600_000,
  }),
});

const hiveKeys = defineConfig({
  'hive.integration': boolean({
    doc: 'Tables of Hive are not made: declare external tables over the folders. Only `false`.',
    importance: 'high',
    group: 'Hive',
    default: false,
  }),
  'hive.metastore.uris': string({
    doc: 'Accepted for the sake of existing configurations, like the keys of Hive below.',
    importance: 'low',
    group: 'Hive',
    default: '',
  }),
  'hive.conf.dir': string({ doc: 'Not used.', importance: 'low', group: 'Hive', default: '' }),
  'hive.home': string({ doc: 'Not used.', importance: 'low', group: 'Hive', default: '' }),
  'hive.database': string({ doc: 'Not used.', importance: 'low', group: 'Hive', default: 'default' }),
  'hive.table.name': string({ doc: 'Not used.', importance: 'low', group: 'Hive', default: '${topic}' }),
});

export const hdfsSinkConfig = { ...connectionKeys, ...storageKeys, ...kerberosKeys, ...hiveKeys };

export type HdfsSinkConfig = ConfigOf<typeof hdfsSinkConfig>;
