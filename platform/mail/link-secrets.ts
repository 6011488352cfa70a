import { vault, type Place } from '../secrets/vault.ts';
import type { MailBlock } from './compose.ts';

/** Columns of `outgoing_mail` in which a mail's links lie. */
interface LinkRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly message: { readonly blocks: readonly MailBlock[] };
  readonly links_sealed: string;
}

const placeOf = (tenantId: string, mailId: string): Place => ({
  tenantId,
  table: 'outgoing_mail',
  column: 'links_sealed',
  row: mailId,
});

/**
 * Takes what must stay secret out of a mail before it is stored: the part of a button's address behind `#`, which no
 * server and no log ever sees. In the row lie the addresses without it, and beside them the secret parts, sealed.
 * @returns the blocks as they may be stored, and the sealed parts; '' when no button has one
 */
export function hideLinks(
  tenantId: string,
  mailId: string,
  blocks: readonly MailBlock[],
): { blocks: readonly MailBlock[]; sealed: string } {
  const secrets: string[] = [];
  const plain = blocks.map((block) => {
    if (block.kind !== 'button') return block;
    const at = block.url.indexOf('#');
    if (at < 0) return block;
    secrets.push(block.url.slice(at));
    return { ...block, url: block.url.slice(0, at), hidden: true as const };
  });
  const sealed = secrets.length > 0 ? vault().seal(JSON.stringify(secrets), placeOf(tenantId, mailId)) : '';
  return { blocks: plain, sealed };
}

/**
 * The blocks of a stored mail with their secret parts put back, for the moment in which it is sent.
 * @returns null when they are gone, because a relay took the mail before: then it cannot be sent once more
 * @throws SealBroken
 */
export function openLinks(row: LinkRow): readonly MailBlock[] | null {
  const { blocks } = row.message;
  if (!hasHiddenLinks(blocks)) return blocks;
  if (row.links_sealed === '') return null;
  const secrets = JSON.parse(vault().open(row.links_sealed, placeOf(row.tenant_id, row.id))) as string[];
  let next = 0;
  return blocks.map((block) => {
    if (block.kind !== 'button' || !block.hidden) return block;
    const { hidden: _, ...open } = block;
    return { ...open, url: `${block.url}${secrets[next++]}` };
  });
}

/** Whether a stored mail once had a link with a secret part. */
export function hasHiddenLinks(blocks: readonly MailBlock[]): boolean {
  return blocks.some((block) => block.kind === 'button' && block.hidden);
}
