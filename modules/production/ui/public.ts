/** Parts of production's screens for modules downstream. */
export { HelpAnswer } from './HelpAnswer.tsx';
