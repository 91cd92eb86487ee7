import { basicAuthExtension } from './basic-auth-extension.ts';

/** The extensions of the REST API that every worker brings along. */
export const plugins = [basicAuthExtension] as const;
