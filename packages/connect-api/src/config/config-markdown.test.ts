import { describe, expect, it } from 'vitest';
import { defineConfig } from './config-definition.ts';
import { renderConfigMarkdown } from './config-markdown.ts';
import { double, list, password, string } from './key-types.ts';
import { between } from './validators/range.ts';
import { oneOf } from './validators/string-validators.ts';

describe('the documentation of a definition', () => {
  it('is a table for the keys without group and one for each group', () => {
    const definition = defineConfig({
      file: string({ doc: 'File to read;\n  `a|b` is one name.', importance: 'high', default: null }),
      topic: string({ doc: 'Where to.', importance: 'high' }),
      mode: string({
        doc: 'How.',
        importance: 'low',
        default: 'x',
        validator: oneOf('x', 'y'),
        group: 'More',
      }),
      part: double({
        doc: 'How much.',
        importance: 'low',
        default: 1,
        validator: between(0, 1),
        group: 'More',
      }),
      names: list({ doc: 'Which.', importance: 'medium', default: [] }),
      secret: password({ doc: 'Hush.', importance: 'low', default: 's3cret' }),
    });
    expect(renderConfigMarkdown(definition, 2)).toBe(
      `| Key | Type | Default | Valid values | Importance | Description |
| --- | --- | --- | --- | --- | --- |
| \`topic\` | string | (required) |  | high | Where to. |
| \`file\` | string |  |  | high | File to read; \`a\\|b\` is one name. |
| \`names\` | list | (empty) |  | medium | Which. |
| \`secret\` | password | \`[hidden]\` |  | low | Hush. |

## More

| Key | Type | Default | Valid values | Importance | Description |
| --- | --- | --- | --- | --- | --- |
| \`mode\` | string | \`x\` | [x, y] | low | How. |
| \`part\` | double | \`1.0\` | [0.0,...,1.0] | low | How much. |
`,
    );
  });

  it('has no text for a definition without keys', () => {
    expect(renderConfigMarkdown(defineConfig({}))).toBe('');
  });
});
