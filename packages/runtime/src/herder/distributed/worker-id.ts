/** `host:port` of an advertised address, by which a worker goes in statuses. */
export function workerIdOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
