import { openApiDocument, routes, type JsonValue } from '@sluice/rest-api';
import type { HandlersOf } from './handler.ts';

let document: Readonly<Record<string, JsonValue>> | null = null;

export const descriptionHandlers: HandlersOf<'getOpenApi'> = {
  async getOpenApi() {
    document ??= openApiDocument(routes) as Readonly<Record<string, JsonValue>>;
    return Promise.resolve({ status: 200, body: document });
  },
};
