import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';
import { ticketPersonal } from './tickets/personal.ts';

/** Personal columns of this module; every other column says that it is not personal. */
export const supportPersonal: PersonalMap = {
  ...ticketPersonal,
  support_mail: personalTable(
    'processor',
    { sorted_by: 'audit-log', done_by: 'audit-log' },
    'tenant_id mail_id class because reply_kind reply_subject state sorted_at done_at',
  ),
  support_holiday: personalTable('controller', {}, 'tenant_id day name'),
  support_escalation: personalTable('controller', {}, 'tenant_id mail_id answer_by told_at'),
  support_auto_answer: personalTable('processor', { sender: 'correspondence' }, 'tenant_id answered_at'),
};
