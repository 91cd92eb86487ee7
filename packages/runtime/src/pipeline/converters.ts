import type { Converter, HeaderConverter } from '@sluice/connect-api';

/** A converter with the class name that errors show, and its version. */
export interface NamedConverter<C> {
  readonly className: string;
  readonly version: string;
  readonly converter: C;
}

/** The three converters of a task. */
export interface Converters {
  readonly key: NamedConverter<Converter>;
  readonly value: NamedConverter<Converter>;
  readonly header: NamedConverter<HeaderConverter>;
}

/** Closes them in the order a Java worker does. Errors are of no use to anybody any more. */
export function closeConverters({ header, key, value }: Converters): void {
  for (const { converter } of [header, key, value]) {
    try {
      converter.close?.();
    } catch {
      continue;
    }
  }
}
