import { boolean, password, string } from '@sluice/connect-api';

const group = 'Access';
const medium = { importance: 'medium', default: null, group } as const;
const file = { importance: 'low', default: null, group } as const;

/** How a connector shows who it is, and whom it trusts: the same for scraping and for writing. */
export const accessKeys = {
  'basic.auth.user': string({ doc: 'The user of basic authentication.', ...medium }),
  'basic.auth.password': password({ doc: 'Its password.', ...medium }),
  'bearer.token': password({ doc: 'A token that is sent instead.', ...medium }),
  'tls.ca.file': string({ doc: 'Certificates that are trusted, in PEM; those of Node by default.', ...file }),
  'tls.cert.file': string({ doc: 'The certificate that is shown, in PEM.', ...file }),
  'tls.key.file': string({ doc: 'Its private key, in PEM.', ...file }),
  'tls.insecure.skip.verify': boolean({
    doc: 'Whether any certificate of the other side is good. For trying only.',
    importance: 'low',
    default: false,
    group,
  }),
};
