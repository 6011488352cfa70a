/** Why a file is not kept at all. Sentences per reason stand with whoever tells it. */
export type KeptOut =
  /** it holds a card number at a place that cannot be changed without breaking the file */
  | 'card_number'
  /** encrypted: nobody can look into it */
  | 'locked'
  /** damaged, or packed in a way that cannot be unpacked here */
  | 'unreadable'
  /** it unpacks to more than is looked through, or is nested too deeply */
  | 'too_large';

/** A file that may be kept, or the reason why it may not. */
export type MaskedFile =
  { readonly kept: true; readonly bytes: Uint8Array; readonly masked: number } | RefusedFile;

export interface RefusedFile {
  readonly kept: false;
  readonly because: KeptOut;
  /** card numbers that were found until then */
  readonly masked: number;
}

/** What looking through files may cost, all levels together. It is counted down while files are unpacked. */
export interface UnpackBudget {
  /** unpacked bytes */
  bytes: number;
  /** members of archives and parts of messages */
  members: number;
}

export const UNPACK_BUDGET: Readonly<UnpackBudget> = { bytes: 120 * 1024 * 1024, members: 5_000 };

/** Archives in archives, messages in messages. */
export const DEPTH_MAX = 4;

/** Leaves a file that may not be kept from wherever that was seen; never leaves this folder. */
export class NotKept extends Error {
  readonly because: KeptOut;
  readonly masked: number;
  constructor(because: KeptOut, masked = 0) {
    super(because);
    this.because = because;
    this.masked = masked;
  }
}

/** Takes unpacked bytes from the budget. @throws NotKept when it is used up */
export function spend(budget: UnpackBudget, bytes: number): void {
  budget.bytes -= bytes;
  budget.members -= 1;
  if (budget.bytes < 0 || budget.members < 0) throw new NotKept('too_large');
}

/** Looks into a file inside another one. */
export type LookInto = (bytes: Buffer, name: string) => Promise<{ bytes: Buffer; masked: number }>;
