import type { ArchiveLimits, TableRefusal } from './table.ts';

export interface ArchiveEntry {
  readonly name: string;
  readonly compressedBytes: number;
  readonly bytes: number;
}

/**
 * Judges an archive by what its directory claims, before anything is inflated. Claims can lie: the reader counts the
 * real bytes against the same limits (`judgeInflated`).
 */
export function judgeArchive(
  entries: readonly ArchiveEntry[],
  limits: ArchiveLimits,
): TableRefusal | undefined {
  const tooMany = judgeEntryCount(entries.length, limits);
  if (tooMany) return tooMany;
  for (const entry of entries) {
    const refusal = judgeRatio(entry, limits);
    if (refusal) return refusal;
  }
  return judgeInflated(
    entries.reduce((all, entry) => all + entry.bytes, 0),
    limits,
  );
}

/** The number of entries an archive says it has, judged before its directory is read. */
export function judgeEntryCount(count: number, limits: ArchiveLimits): TableRefusal | undefined {
  return count > limits.entries ? tooFar(`${count} files`, `${limits.entries} files`) : undefined;
}

/** One entry's ratio, claimed or real. */
export function judgeRatio(entry: ArchiveEntry, limits: ArchiveLimits): TableRefusal | undefined {
  if (entry.bytes <= limits.ratioFromBytes) return undefined;
  const ratio = entry.bytes / Math.max(1, entry.compressedBytes);
  return ratio > limits.ratio
    ? tooFar(`${entry.name}: 1 to ${Math.floor(ratio)}`, `1 to ${limits.ratio}`)
    : undefined;
}

/** All inflated bytes so far. */
export function judgeInflated(bytes: number, limits: ArchiveLimits): TableRefusal | undefined {
  return bytes > limits.totalBytes ? tooFar(megabytes(bytes), megabytes(limits.totalBytes)) : undefined;
}

export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}

function tooFar(value: string, limit: string): TableRefusal {
  return { code: 'file_inflates_too_far', field: 'file', value, limit };
}
