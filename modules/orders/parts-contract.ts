import * as z from 'zod';

/**
 * Parts and costs as the catalogue tells them. Said again here because the browser reads contracts, and the door of the
 * catalogue stands on the server; the compiler holds both alike where the catalogue's answers are passed on.
 */
export const parameters = z.record(
  z.string().max(40),
  z.union([z.number(), z.string().max(60), z.boolean()]),
);

const size = z.object({ length: z.number(), width: z.number() });
const edge = z.object({ code: z.string(), thickness: z.number() }).nullable();

/** Lengths in mm. */
export const partRow = z.object({
  label: z.string(),
  description: z.string(),
  material: z.string(),
  thickness: z.number(),
  grain: z.string(),
  quantity: z.number(),
  finished: size,
  cut: size,
  edges: z.object({ L1: edge, L2: edge, W1: edge, W2: edge }),
  holes: z.number(),
  operations: z.array(
    z.object({ kind: z.string(), centre: z.string(), count: z.number(), minutes: z.number() }),
  ),
});
export type PartRow = z.output<typeof partRow>;

export const explosion = z.object({
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  parts: z.array(partRow),
  pieces: z.number(),
  hardware: z.array(z.object({ code: z.string(), name: z.string(), quantity: z.number() })),
  operations: z.array(z.object({ centre: z.string(), name: z.string(), minutes: z.number() })),
  cost: z.object({
    boards: z.string(),
    edges: z.string(),
    hardware: z.string(),
    labour: z.string(),
    setUp: z.string(),
    total: z.string(),
  }),
  currency: z.string(),
  minutes: z.number(),
  kilograms: z.number(),
  edgeMetres: z.number(),
  warnings: z.array(z.object({ code: z.string(), title: z.string() })),
});
export type Explosion = z.output<typeof explosion>;
