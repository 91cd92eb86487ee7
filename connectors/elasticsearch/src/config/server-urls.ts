import { refusal, type Validator } from '@sluice/connect-api';

/** A list of one `http` or `https` URL at least. */
export function serverUrls(): Validator<readonly string[]> {
  return {
    describe: () => 'URLs of http or https',
    check: (checked) => {
      if (!Array.isArray(checked.value) || checked.value.length === 0) {
        return refusal(checked, 'The URL of a server is needed');
      }
      const wrong = (checked.value as readonly string[]).find((text) => !isServerUrl(text));
      // The value itself stays out: a URL may have a password in it.
      return wrong === undefined ? null : `Invalid value for configuration ${checked.key}: ${whatIsWrong}`;
    },
  };
}

const whatIsWrong = 'each server is written as http://host:port or https://host:port';

function isServerUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '';
}
