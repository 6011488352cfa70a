/** Database and role of an instance on its server; names of instances have no underscore, so two never meet. */
export const databaseOf = (instance: string): string => `o_${instance.replaceAll('-', '_')}`;
