/** What a report (RFC 3464) says of one recipient. */
export interface ReportedRecipient {
  readonly recipient: string;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** enhanced status code (RFC 3463), `5.1.1`; made of the action where the report gives none */
  readonly status: string;
  /** the other server's words, one line, at most 300 characters */
  readonly diagnostic: string;
}

export interface DeliveryReport {
  readonly recipients: readonly ReportedRecipient[];
  /** Message-ID of the mail it speaks of, from the returned headers; '' when they were not sent along */
  readonly messageId: string;
}

const ACTIONS = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded']);
const RECIPIENTS_MAX = 50;

/**
 * Reads the machine part of a delivery report.
 * @param deliveryStatus text of the `message/delivery-status` part
 * @param returned text of the returned message or its headers; '' when there is none
 * @returns undefined when no recipient can be read from it: then it is no report, whatever it calls itself
 */
export function readDeliveryReport(deliveryStatus: string, returned: string): DeliveryReport | undefined {
  const blocks = deliveryStatus.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n+/);
  const recipients = blocks.map(fieldsOf).flatMap((fields): ReportedRecipient[] => {
    const recipient = addressIn(fields.get('final-recipient') ?? fields.get('original-recipient') ?? '');
    const action = (fields.get('action') ?? '').toLowerCase();
    if (!recipient || !ACTIONS.has(action)) return [];
    const given = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0];
    return [
      {
        recipient,
        action: action as ReportedRecipient['action'],
        status: given ?? (action === 'failed' ? '5.0.0' : action === 'delayed' ? '4.0.0' : '2.0.0'),
        diagnostic: (fields.get('diagnostic-code') ?? '').replace(/^\s*[\w-]+\s*;\s*/, '').slice(0, 300),
      },
    ];
  });
  if (recipients.length === 0) return undefined;
  const headers = fieldsOf(returned.replace(/\r\n?/g, '\n').split(/\n\n/, 1)[0] ?? '');
  return {
    recipients: recipients.slice(0, RECIPIENTS_MAX),
    messageId: /<[^\s<>]{1,250}>/.exec(headers.get('message-id') ?? '')?.[0] ?? '',
  };
}

/**
 * `hard`: this address will not take mail, now or later. `soft`: it did not this time (full, greylisted, down).
 * A failure with a 4.x.x code is a server that gave up trying: soft. 5.2.2 (mailbox full), 5.3.x and 5.4.x (their
 * system, the way there), 5.7.x (policy: says something of our mail, not of the address) are soft as well.
 */
export function severityOf({ action, status }: ReportedRecipient): 'hard' | 'soft' | 'none' {
  if (action === 'delayed') return 'none';
  if (action !== 'failed') return 'none';
  if (!status.startsWith('5.')) return 'soft';
  return /^5\.(2\.2|3\.|4\.|7\.)/.test(status) ? 'soft' : 'hard';
}

/** Header fields with folded lines joined; of a field that stands twice the first counts. */
function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const at = line.indexOf(':');
    if (at < 1) continue;
    const name = line.slice(0, at).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(at + 1).trim());
  }
  return fields;
}

/** `rfc822; someone@example.org` → `someone@example.org` */
function addressIn(field: string): string {
  return (/([^\s;<>]+@[^\s;<>]+)/.exec(field)?.[1] ?? '').toLowerCase().slice(0, 254);
}
