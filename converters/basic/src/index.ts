import { booleanConverter } from './boolean-converter.ts';
import { byteArrayConverter } from './byte-array-converter.ts';
import { doubleConverter } from './numbers/double-converter.ts';
import { floatConverter } from './numbers/float-converter.ts';
import { integerConverter } from './numbers/integer-converter.ts';
import { longConverter } from './numbers/long-converter.ts';
import { shortConverter } from './numbers/short-converter.ts';
import { simpleHeaderConverter } from './text/simple-header-converter.ts';
import { stringConverter } from './text/string-converter.ts';

export const plugins = [
  booleanConverter,
  byteArrayConverter,
  doubleConverter,
  floatConverter,
  integerConverter,
  longConverter,
  shortConverter,
  simpleHeaderConverter,
  stringConverter,
] as const;
