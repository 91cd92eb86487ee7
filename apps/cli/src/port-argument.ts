/** @throws Error naming the option whose text is no port. */
export function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`${option} must be a port between 0 and 65535, not "${text}"`);
}
