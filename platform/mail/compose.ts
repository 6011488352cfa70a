/**
 * A part of a mail. All text is plain: what a person typed prints as typed, line breaks inside a paragraph are kept.
 * Words, numbers and dates come in finished and in the reader's language.
 */
export type MailBlock =
  | { readonly kind: 'text'; readonly text: string }
  /** label and value pairs, e.g. order number, total, delivery day */
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** the one thing to do; `url` must be https, or http on loopback */
  | {
      readonly kind: 'button';
      readonly label: string;
      readonly url: string;
      /** of a stored mail: what stood behind `#` lies sealed beside it (`link-secrets.ts`) */
      readonly hidden?: true;
    }
  /** smaller and muted */
  | { readonly kind: 'note'; readonly text: string };

export interface MailContent {
  /** BCP 47, e.g. `en`, `de`: for screen readers and hyphenation, not for words */
  readonly language: string;
  /** name of the sender, at the top */
  readonly brand: string;
  /** the sentence that opens the mail; also what inboxes show beside the subject */
  readonly headline: string;
  readonly blocks: readonly MailBlock[];
  /** sender's lines at the end: legal name, address, register, telephone */
  readonly footer: readonly string[];
  /** below the sender's lines; `url` must be https, or http on loopback */
  readonly footerLink?: { readonly label: string; readonly url: string };
}

const INK = '#1d2321';
const MUTED = '#68716d';
const LINE = '#dfe3e0';
const GROUND = '#f4f5f3';
const GREEN = '#1f6f5c';
const FONT = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/**
 * The two bodies of one mail with the same words. The HTML needs no outside resource, no script and no image, uses tables
 * where mail programs need them, and stays readable with styles stripped.
 * @throws RangeError when a button leads anywhere but to https (or http on loopback)
 */
export function composeMail(content: MailContent): { text: string; html: string } {
  return { text: textOf(content), html: htmlOf(content) };
}

function textOf({ headline, blocks, footer, footerLink }: MailContent): string {
  const parts = [headline, ...blocks.map(blockAsText)];
  const foot = [...footer, ...(footerLink ? [`${footerLink.label}: ${safeUrl(footerLink.url)}`] : [])];
  if (foot.length > 0) parts.push(`-- \n${foot.join('\n')}`);
  return `${parts.join('\n\n')}\n`;
}

function blockAsText(block: MailBlock): string {
  switch (block.kind) {
    case 'text':
    case 'note':
      return block.text;
    case 'facts': {
      const width = Math.max(0, ...block.rows.map((row) => [...row.label].length));
      return block.rows
        .map(({ label, value }) => `${label}:${' '.repeat(width - [...label].length + 1)}${value}`)
        .join('\n');
    }
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'button':
      return `${block.label}:\n${safeUrl(block.url)}`;
  }
}

function htmlOf({ language, brand, headline, blocks, footer, footerLink }: MailContent): string {
  // Long addresses and checksums break anywhere, so that a phone shows the mail in its own width.
  const cell = `padding:0 32px;font:16px/24px ${FONT};color:${INK};overflow-wrap:anywhere`;
  const row = (inner: string, space = 20): string =>
    `<tr><td style="${cell};padding-bottom:${space}px">${inner}</td></tr>`;
  return `<!doctype html>
<html lang="${escape(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light"><meta name="x-apple-disable-message-reformatting"><title>${escape(headline)}</title></head>
<body style="margin:0;padding:0;background:${GROUND}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${GROUND}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border:1px solid ${LINE};border-radius:8px;text-align:left">
<tr><td style="${cell};padding-top:28px;padding-bottom:20px;font-weight:700;font-size:15px;color:${GREEN}">${escape(brand)}</td></tr>
${row(`<h1 style="margin:0;font:700 22px/30px ${FONT};color:${INK}">${escape(headline)}</h1>`)}
${blocks.map((block) => row(blockAsHtml(block), block.kind === 'note' ? 16 : 20)).join('\n')}
<tr><td style="padding:0 32px 28px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td style="border-top:1px solid ${LINE};padding-top:16px;font:13px/19px ${FONT};color:${MUTED}">${[...footer.map(escape), ...(footerLink ? [anchor(footerLink)] : [])].join('<br>')}</td>
</tr></table></td></tr>
</table></td></tr></table></body></html>
`;
}

function blockAsHtml(block: MailBlock): string {
  switch (block.kind) {
    case 'text':
      return lines(block.text);
    case 'note':
      return `<span style="font-size:14px;line-height:20px;color:${MUTED}">${lines(block.text)}</span>`;
    case 'facts': {
      const edge = `border-top:1px solid ${LINE};padding:8px 0`;
      const rows = block.rows.map(
        ({ label, value }) =>
          `<tr><td style="${edge};padding-right:16px;font:15px/22px ${FONT};color:${MUTED};vertical-align:top">${escape(label)}</td>` +
          `<td align="right" style="${edge};font:600 15px/22px ${FONT};color:${INK};font-variant-numeric:tabular-nums">${lines(value)}</td></tr>`,
      );
      return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-bottom:1px solid ${LINE}">${rows.join('')}</table>`;
    }
    case 'list':
      return `<ul style="margin:0;padding-left:20px">${block.items.map((item) => `<li style="margin:0 0 6px">${lines(item)}</li>`).join('')}</ul>`;
    case 'button':
      return (
        `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td style="background:${GREEN};border-radius:6px">` +
        `<a href="${escape(safeUrl(block.url))}" style="display:inline-block;padding:12px 22px;font:600 16px/20px ${FONT};color:#ffffff;text-decoration:none">` +
        `${escape(block.label)}</a></td></tr></table>`
      );
  }
}

function anchor({ label, url }: { label: string; url: string }): string {
  return `<a href="${escape(safeUrl(url))}" style="color:${MUTED}">${escape(label)}</a>`;
}

function lines(text: string): string {
  return escape(text).replace(/\r?\n/g, '<br>');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function safeUrl(text: string): string {
  const url = new URL(text);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new RangeError(`a button leads to ${url.protocol}//${url.hostname}; only https is let through`);
  return url.href;
}
