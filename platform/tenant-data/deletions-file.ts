/**
 * The list of what was deleted for a person, beside the database and in the folder of backups: a database that is put back
 * brings the list of its own day, and what was deleted since must not come back with it.
 */
export const DELETIONS_FILE = 'deletions.jsonl';
