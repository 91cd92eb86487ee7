import { cast } from './cast/cast.ts';
import { extractField } from './fields/extract-field.ts';
import { hoistField } from './fields/hoist-field.ts';
import { insertField } from './fields/insert-field.ts';
import { replaceField } from './fields/replace-field.ts';
import { setSchemaMetadata } from './fields/set-schema-metadata.ts';
import { valueToKey } from './fields/value-to-key.ts';
import { filter } from './filter.ts';
import { flatten } from './flatten/flatten.ts';
import { dropHeaders } from './headers/drop-headers.ts';
import { headerFrom } from './headers/header-from.ts';
import { insertHeader } from './headers/insert-header.ts';
import { maskField } from './mask/mask-field.ts';
import { hasHeaderKey } from './predicates/has-header-key.ts';
import { recordIsTombstone } from './predicates/record-is-tombstone.ts';
import { topicNameMatches } from './predicates/topic-name-matches.ts';
import { timestampConverter } from './timestamps/timestamp-converter.ts';
import { regexRouter } from './topics/regex-router.ts';
import { timestampRouter } from './topics/timestamp-router.ts';

export const plugins = [
  ...cast,
  dropHeaders,
  ...extractField,
  filter,
  ...flatten,
  ...headerFrom,
  ...hoistField,
  ...insertField,
  insertHeader,
  ...maskField,
  regexRouter,
  ...replaceField,
  ...setSchemaMetadata,
  ...timestampConverter,
  timestampRouter,
  valueToKey,
  hasHeaderKey,
  recordIsTombstone,
  topicNameMatches,
] as const;
