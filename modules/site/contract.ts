import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { id, line, note } from '#platform/http/fields.ts';

export const may = permissions('site', {
  /** enquiries that came through the site */
  leads: ['operator'],
  /** the blog */
  write: ['operator'],
});

const leadView = z.object({
  id: z.string(),
  number: z.number(),
  name: z.string(),
  email: z.string(),
  company: z.string(),
  message: z.string(),
  about: z.string(),
  language: z.string(),
  receivedAt: z.string(),
  state: z.enum(['new', 'quoted', 'closed']),
  customerId: z.string().nullable(),
  orderId: z.string().nullable(),
  decidedName: z.string().nullable(),
});
export type LeadView = z.output<typeof leadView>;
const leads = z.object({ leads: z.array(leadView) });
const leadParams = z.strictObject({ leadId: id });

export const listLeads = route({
  method: 'GET',
  path: '/api/leads',
  may: may.leads,
  summary: 'Enquiries that came through the site, newest first.',
  shows: { purpose: 'support', whom: () => ['customers'] },
  response: leads,
});

export const quoteLead = route({
  method: 'POST',
  path: '/api/leads/:leadId/quote',
  may: may.leads,
  summary: 'Take the sender on as a customer and begin a quote for them.',
  params: leadParams,
  response: leads,
});

export const closeLead = route({
  method: 'POST',
  path: '/api/leads/:leadId/close',
  may: may.leads,
  summary: 'Close an enquiry that nothing comes of, or that was answered otherwise.',
  params: leadParams,
  response: leads,
});

const both = <T extends z.ZodType>(text: T) => z.strictObject({ en: text, de: text });
const postText = z.strictObject({
  title: both(note(120)),
  summary: both(note(600)),
  text: both(note(20_000)),
});

const postsView = z.object({
  drafts: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      ...postText.shape,
      changedAt: z.string(),
      changedName: z.string(),
    }),
  ),
  published: z.array(z.object({ slug: z.string(), title: both(z.string()), publishedAt: z.string() })),
});
export type PostsView = z.output<typeof postsView>;

export const listPosts = route({
  method: 'GET',
  path: '/api/posts',
  may: may.write,
  summary: 'Posts of the blog: those in the making, and those that are published.',
  response: postsView,
});

export const savePost = route({
  method: 'POST',
  path: '/api/posts',
  may: may.write,
  summary: 'Keep a post in the making under its address; the same address again changes it.',
  body: z.strictObject({
    slug: line(80).refine((text) => /^[a-z0-9][a-z0-9-]{2,79}$/.test(text), {
      error: 'small letters, digits and dashes, as new-saw-formats',
    }),
    ...postText.shape,
  }),
  response: postsView,
});

const postParams = z.strictObject({ postId: id });

export const publishPost = route({
  method: 'POST',
  path: '/api/posts/:postId/publish',
  may: may.write,
  summary: 'Publish a post in both languages. It stays at its address for ever.',
  params: postParams,
  response: postsView,
});

export const dropPost = route({
  method: 'DELETE',
  path: '/api/posts/:postId',
  may: may.write,
  summary: 'Throw away a post in the making.',
  params: postParams,
  response: postsView,
});
