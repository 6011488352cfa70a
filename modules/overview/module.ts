import type { AppContext } from '#platform/module/context.ts';
import type { Module } from '#platform/module/module.ts';
import { handlers } from './routes.ts';

export const overview: Module<AppContext> = { name: 'overview', handlers };
