import { directoryConfigProvider } from './directory-config-provider.ts';
import { envVarConfigProvider } from './env-var-config-provider.ts';
import { fileConfigProvider } from './file-config-provider.ts';

/** The config providers that every worker has, under the class names of Apache Kafka. */
export const plugins = [directoryConfigProvider, envVarConfigProvider, fileConfigProvider] as const;
