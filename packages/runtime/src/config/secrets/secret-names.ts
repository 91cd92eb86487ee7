const secretWords =
  /password|passwd|passphrase|secret|credential|token|jaas|(?:api|access|private|encryption|account|sas)[._-]?key|user[._-]?info|keystore\.key$|certificate\.chain$|truststore\.certificates$/i;

// What stands beside secrets and is none, such as `ssl.keystore.password.file` or `token.endpoint.url`.
const harmlessEnds =
  /[._-](?:class|url|uri|endpoint|file|path|location|enabled?|type|version|provider|mechanism|name|id|ms|seconds|format)$/i;

/** Whether the value of a key is a secret, by what the key is called. */
export function isSecretName(key: string): boolean {
  return secretWords.test(key) && !harmlessEnds.test(key);
}
