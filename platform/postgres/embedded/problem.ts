/** Something about this machine keeps the embedded database from running. The message says what and what to do. */
export class EmbeddedProblem extends Error {
  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(`${what} ${remedy}`, options);
    this.name = 'EmbeddedProblem';
  }
}

/** Turns the refusals of a file system into a sentence with a remedy; everything else stays what it was. */
export function explainFileError(error: unknown, place: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(place, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new EmbeddedProblem(
      `The database folder ${place} cannot be read or written (${code}).`,
      'Give it to the user who runs Tenon, or set TENON_DATA to a folder of that user.',
      { cause: error },
    );
  }
  return error;
}

export function diskFull(place: string, cause?: unknown): EmbeddedProblem {
  return new EmbeddedProblem(
    `The disk that holds ${place} is full.`,
    'Free some space or set TENON_DATA to a folder on another disk; nothing that was saved is lost.',
    { cause },
  );
}
