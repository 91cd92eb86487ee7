/** The names that stand for the numbers of one field of the protocol. */
export interface WireNames<N extends string> {
  codeOf(name: N): number;
  /** `UNKNOWN` for numbers that brokers newer than this client may send. */
  nameOf(code: number): N | 'UNKNOWN';
}

export function wireNames<const T extends Readonly<Record<string, number>>>(
  codes: T,
): WireNames<keyof T & string> {
  const names = new Map<number, keyof T & string>(Object.entries(codes).map(([name, code]) => [code, name]));
  return {
    codeOf(name) {
      const code = codes[name];
      if (code === undefined) throw new RangeError(`${name} is none of ${Object.keys(codes).join(', ')}`);
      return code;
    },
    nameOf: (code) => names.get(code) ?? 'UNKNOWN',
  };
}
