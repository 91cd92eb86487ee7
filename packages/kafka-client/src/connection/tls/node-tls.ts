import type * as tls from 'node:tls';

/** Node's TLS, loaded when a client first needs it: it takes up more of a thread than all of this client. */
export function nodeTls(): typeof tls {
  return process.getBuiltinModule('node:tls');
}
