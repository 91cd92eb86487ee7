import {
  DataError,
  defineConfig,
  defineTransformation,
  string,
  type ConnectRecord,
  type Transformation,
} from '@sluice/connect-api';

export const exampleTransformationConfig = defineConfig({
  suffix: string({
    doc: 'Stands behind every value afterwards.',
    importance: 'medium',
    default: '!',
  }),
});

/** Puts something behind the texts of records. */
class ExampleTransformation implements Transformation {
  readonly #suffix: string;

  constructor(suffix: string) {
    this.#suffix = suffix;
  }

  /** The record that is given stays as it is; `null` would drop it. */
  apply(record: ConnectRecord): ConnectRecord | null {
    const { value } = record;
    if (value === null) return record;
    if (typeof value !== 'string') throw new DataError(`The value is a ${typeof value}, not a text`);
    return record.with({ value: value + this.#suffix });
  }
}

export const exampleTransformation = defineTransformation({
  className: 'org.example.Example',
  version: '0.1.0',
  summary: 'Puts something behind the texts of records.',
  config: exampleTransformationConfig,
  createTransformation: ({ suffix }) => new ExampleTransformation(suffix),
});
