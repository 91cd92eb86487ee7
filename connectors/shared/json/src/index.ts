export { base64Text } from './base64-text.ts';
export { jsonString, memberHead } from './json-string.ts';
