import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Locale } from '../words/words.ts';
import type { AnyRoute, Problem } from './contract.ts';
import type { Input } from './handler.ts';
import { inputProblem, problemOf } from './problems.ts';

const nothing = z.strictObject({});

/** Reads a request by the route's schemas; what no schema names is refused. */
export function parseInput(
  route: AnyRoute,
  request: FastifyRequest,
  locale: Locale,
): { input: Input<AnyRoute> } | { problem: Problem } {
  const parts = {} as Record<'params' | 'query' | 'body', unknown>;
  const given = { params: request.params ?? {}, query: request.query ?? {}, body: request.body };
  for (const where of ['params', 'query'] as const) {
    const schema = (route[where] as z.ZodType | undefined) ?? nothing;
    const parsed = schema.safeParse(given[where], { reportInput: true });
    if (!parsed.success) return { problem: inputProblem(where, parsed.error, given[where], locale) };
    parts[where] = parsed.data;
  }
  if (route.kind === 'upload') {
    if (!Buffer.isBuffer(given.body))
      return { problem: problemOf({ code: 'upload_not_bytes', status: 415 }, locale) };
  } else if (route.body as z.ZodType | undefined) {
    const parsed = route.body.safeParse(given.body ?? {}, { reportInput: true });
    if (!parsed.success) return { problem: inputProblem('body', parsed.error, given.body, locale) };
    parts.body = parsed.data;
  } else if (given.body !== undefined && given.body !== null && JSON.stringify(given.body) !== '{}') {
    const parsed = nothing.safeParse(given.body);
    if (!parsed.success) return { problem: inputProblem('body', parsed.error, given.body, locale) };
  }
  return { input: parts as unknown as Input<AnyRoute> };
}
