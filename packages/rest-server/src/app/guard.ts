import type { FastifyReply, FastifyRequest } from 'fastify';

/** Decides over a request that a route takes: whether it may go on. If not, the guard has answered it. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
