/** `K-1042` and 31 → `K1042-031`: what the label shows and the scanner reads. */
export function partCode(orderNumber: string, partNo: number): string {
  return `${orderNumber.replaceAll('-', '')}-${String(partNo).padStart(3, '0')}`;
}

/** What a scanner or a person gives, as codes are stored: upper case, without the blanks a wedge adds. */
export function readCode(scanned: string): string {
  return scanned.trim().toUpperCase();
}
