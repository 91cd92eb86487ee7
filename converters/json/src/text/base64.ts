/** Blanks may stand between groups of four characters; the last group is padded. */
const syntax = /^[\0- ]*(?:[A-Za-z\d+/]{4}[\0- ]*)*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?[\0- ]*$/;

/** Decodes the standard alphabet with padding; `null` when the text is something else. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  // Node decodes leniently: only what it would have written itself is certainly right.
  return bytes.toString('base64') === text || syntax.test(text) ? bytes : null;
}
