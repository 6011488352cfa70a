import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { maskCardNumbersIn, type MaskedValue } from '#domain/kernel/masking-values.ts';
import type { Locale } from '../words/words.ts';
import type { AnyRoute, Problem } from './contract.ts';
import type { Input } from './handler.ts';
import { inputProblem, problemOf } from './problems.ts';

const nothing = z.strictObject({});

/**
 * Reads a request by the route's schemas; what no schema names is refused. Card numbers are masked first, so that nothing
 * behind this line has ever seen one.
 * @returns masked: how many card numbers were in it; a field that cannot hold a masked number is refused with `card_number_refused`
 */
export function parseInput(
  route: AnyRoute,
  request: FastifyRequest,
  locale: Locale,
): { masked: number } & ({ input: Input<AnyRoute> } | { problem: Problem }) {
  const parts = {} as Record<'params' | 'query' | 'body', unknown>;
  const clean = {
    params: maskCardNumbersIn(request.params ?? {}),
    query: maskCardNumbersIn(request.query ?? {}),
    body: maskCardNumbersIn(request.body),
  };
  const given = { params: clean.params.value, query: clean.query.value, body: clean.body.value };
  const masked = clean.params.masked + clean.query.masked + clean.body.masked;
  const refused = (
    where: keyof typeof clean,
    error: z.core.$ZodError,
  ): { masked: number; problem: Problem } => ({
    masked,
    problem: cardRefused(inputProblem(where, error, given[where], locale), clean[where], locale),
  });
  for (const where of ['params', 'query'] as const) {
    const schema = (route[where] as z.ZodType | undefined) ?? nothing;
    const parsed = schema.safeParse(given[where], { reportInput: true });
    if (!parsed.success) return refused(where, parsed.error);
    parts[where] = parsed.data;
  }
  if (route.kind === 'upload') {
    if (!Buffer.isBuffer(given.body))
      return { masked, problem: problemOf({ code: 'upload_not_bytes', status: 415 }, locale) };
  } else if (route.body as z.ZodType | undefined) {
    const parsed = route.body.safeParse(given.body ?? {}, { reportInput: true });
    if (!parsed.success) return refused('body', parsed.error);
    parts.body = parsed.data;
  } else if (given.body !== undefined && given.body !== null && JSON.stringify(given.body) !== '{}') {
    const parsed = nothing.safeParse(given.body);
    if (!parsed.success) return refused('body', parsed.error);
  }
  return { masked, input: parts as unknown as Input<AnyRoute> };
}

/** Where the only fault of a field is that a card number was taken out of it, the sender is told so. */
function cardRefused(problem: Problem, clean: MaskedValue, locale: Locale): Problem {
  const { code, title, remedy } = problemOf({ code: 'card_number_refused' }, locale);
  const said = { code, title, ...(remedy === undefined ? {} : { remedy }) };
  if (!problem.errors?.some(({ field }) => clean.fields.includes(field))) return problem;
  return {
    ...problem,
    ...said,
    errors: problem.errors.map((error) =>
      clean.fields.includes(error.field) ? { ...error, ...said } : error,
    ),
  };
}
