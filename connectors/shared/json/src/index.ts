export { base64Text } from './base64-text.ts';
export { compileJson, type DecimalFormat, type JsonEncoder } from './compile-json.ts';
export { innerPath, placeOf } from './field-place.ts';
export { jsonString, memberHead } from './json-string.ts';
