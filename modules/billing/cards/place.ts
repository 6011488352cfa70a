/** The provider's name in the register of processors, and where it is reached. */
export const STRIPE = { id: 'stripe', host: 'api.stripe.com' } as const;
