/** Header of an answer: how many card numbers were taken out of what was sent, before anything was done with it (P-2.1c). */
export const MASKED_HEADER = 'card-numbers-masked';
