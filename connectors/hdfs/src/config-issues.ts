import { isConfigError, type ConfigIssue } from '@sluice/connect-api';
import { partitionerIssues } from '@sluice/connector-storage';
import type { HdfsSinkConfig } from './config.ts';
import { whereHdfsIs } from './where-hdfs-is.ts';

/** What is wrong with keys together, and with what Java's connector does and this one does not. */
export function configIssues(config: HdfsSinkConfig): ConfigIssue[] {
  return [...unsupported(config), ...addressIssues(config), ...partitionerIssues(config)];
}

function unsupported(config: HdfsSinkConfig): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  if (config['hdfs.authentication.kerberos']) {
    const message =
      'Kerberos is not supported. Give a delegation token as webhdfs.delegation.token, or the address of an HttpFS gateway that trusts the worker as webhdfs.url';
    issues.push({ key: 'hdfs.authentication.kerberos', message });
  }
  if (config['hive.integration']) {
    const message =
      'Tables of Hive are not made or changed. Leave it at false, and declare an external table over the folder of the topic';
    issues.push({ key: 'hive.integration', message });
  }
  return issues;
}

function addressIssues(config: HdfsSinkConfig): ConfigIssue[] {
  try {
    whereHdfsIs(config);
    return [];
  } catch (error) {
    if (!isConfigError(error)) throw error;
    return [
      {
        key: config['webhdfs.url'].length > 0 ? 'webhdfs.url' : 'hdfs.url',
        message: (error as Error).message,
      },
    ];
  }
}
