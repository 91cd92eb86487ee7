import type { HeaderRule } from '@sluice/runtime';
import type { FastifyReply } from 'fastify';

/** Gives an answer the headers that the worker settings ask for; what the operation sets itself is stronger. */
export function addHeaders(reply: FastifyReply, rules: readonly HeaderRule[]): void {
  for (const { action, name, value } of rules) {
    const text = action.endsWith('Date') ? dateIn(Number(value)) : value;
    const before = action.startsWith('add') ? valuesOf(reply, name) : [];
    reply.header(name, before.length === 0 ? text : [...before, text]);
  }
}

function valuesOf(reply: FastifyReply, name: string): string[] {
  const value = reply.getHeader(name);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}

function dateIn(offsetMs: number): string {
  return new Date(Date.now() + offsetMs).toUTCString();
}
