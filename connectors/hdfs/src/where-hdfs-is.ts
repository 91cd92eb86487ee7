import { ConfigError } from '@sluice/connect-api';
import type { HdfsSinkConfig } from './config.ts';
import { nameNodeAddresses, readHadoopSettings } from './hadoop-settings.ts';

export interface HdfsPlace {
  /** In the order they are asked. */
  readonly urls: readonly URL[];
  /** The folder that comes before `topics.dir`. */
  readonly root: string;
}

type AddressConfig = Pick<HdfsSinkConfig, 'hdfs.url' | 'store.url' | 'webhdfs.url' | 'hadoop.conf.dir'>;

const webPorts: Readonly<Record<string, string>> = {
  'hdfs:': '9870',
  'webhdfs:': '9870',
  'swebhdfs:': '9871',
};

/** @throws ConfigError when the configuration does not say where it is. */
export function whereHdfsIs(config: AddressConfig): HdfsPlace {
  const settings =
    config['hadoop.conf.dir'] === '' ? new Map() : readHadoopSettings(config['hadoop.conf.dir']);
  const address = config['hdfs.url'] ?? config['store.url'] ?? settings.get('fs.defaultFS') ?? null;
  const given = address === null ? null : parse(address, 'hdfs.url');
  const root = given === null ? '' : decodeURIComponent(given.pathname).replace(/\/$/, '');
  if (config['webhdfs.url'].length > 0) {
    return { urls: config['webhdfs.url'].map((text) => withPath(parse(text, 'webhdfs.url'))), root };
  }
  if (given === null) {
    throw new ConfigError('Missing configuration hdfs.url or webhdfs.url: nothing says where HDFS is');
  }
  const known = nameNodeAddresses(settings, given.hostname).map((text) =>
    withPath(parse(text, 'hadoop.conf.dir')),
  );
  return { urls: known.length > 0 ? known : [webAddress(given)], root };
}

/** WebHDFS at the host of an address of HDFS; the port of `hdfs://` is that of RPC, which does not help. */
function webAddress(given: URL): URL {
  const port = given.protocol === 'hdfs:' || given.port === '' ? webPorts[given.protocol] : given.port;
  const scheme = given.protocol === 'swebhdfs:' || given.protocol === 'https:' ? 'https' : 'http';
  return withPath(new URL(`${scheme}://${given.hostname}${port === undefined ? '' : `:${port}`}`));
}

function withPath(url: URL): URL {
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/webhdfs/v1';
  return url;
}

function parse(text: string, key: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !['hdfs:', 'webhdfs:', 'swebhdfs:', 'http:', 'https:'].includes(url.protocol) ||
    url.hostname === ''
  ) {
    throw new ConfigError(
      `Invalid value ${text} for configuration ${key}: It is no address such as hdfs://host:8020`,
    );
  }
  return url;
}
