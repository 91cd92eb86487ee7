const maxLength = 249;
const legalName = /^[a-zA-Z0-9._-]+$/;

/** Why nothing can be called so, in Kafka's words; null for a good name. */
export function topicNameProblem(name: string): string | null {
  if (name === '') return 'Topic name is invalid: the empty string is not allowed';
  if (name === '.' || name === '..') return "Topic name is invalid: '.' or '..' is not allowed";
  if (name.length > maxLength) {
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${maxLength}`;
  }
  if (legalName.test(name)) return null;
  return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
}

/** Two topics with the same key would have the same names of metrics, and cannot be in one cluster. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_');
}
