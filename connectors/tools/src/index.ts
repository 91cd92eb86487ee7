import { mockSink, mockSource, schemaSource, verifiableSink, verifiableSource } from './plugin.ts';

export const plugins = [mockSink, mockSource, schemaSource, verifiableSink, verifiableSource] as const;
