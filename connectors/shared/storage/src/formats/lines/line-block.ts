/** How a file of lines holds what is not written yet: each of many open files has a block of its own, again and again. */
export const lineBlock = {
  /** Beyond so many bytes the file wants to be written. */
  bytes: 64 * 1024,
  /** What a block begins with. Doubled until it is full, it is little more than full. */
  firstBytes: 5 * 1024,
} as const;
