/** A refusal in words: what is wrong and what to do. */
export class BackupProblem extends Error {
  override readonly name = 'BackupProblem';
}
