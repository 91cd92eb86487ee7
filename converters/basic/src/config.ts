import { defineConfig, oneOf, string } from '@sluice/connect-api';

const converterType = string({
  doc: 'What the converter is used for. The worker sets it.',
  importance: 'low',
  validator: oneOf('key', 'value', 'header'),
});

/** The only option of converters that have none of their own. */
export const converterConfig = defineConfig({ 'converter.type': converterType });

export const stringConverterConfig = defineConfig({
  'converter.type': converterType,
  'converter.encoding': string({
    doc: 'The charset of the text, by a name that Java knows, such as `UTF-8`, `ISO-8859-1` or `windows-1252`.',
    importance: 'high',
    default: 'UTF-8',
    width: 'medium',
    displayName: 'Encoding',
  }),
});
