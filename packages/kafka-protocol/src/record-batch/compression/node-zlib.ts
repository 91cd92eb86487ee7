import type * as zlib from 'node:zlib';

/** Node's zlib, loaded when a batch first needs it: most threads never do. */
export function nodeZlib(): typeof zlib {
  return process.getBuiltinModule('node:zlib');
}
