import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Personal columns of tickets; every other column says that it is not personal. */
export const ticketPersonal: PersonalMap = {
  ticket: personalTable(
    'processor',
    {
      subject: 'correspondence',
      contact_name: 'contact',
      contact_email: 'contact',
      assigned_login: 'audit-log',
      assigned_name: 'audit-log',
    },
    'tenant_id id number desk priority state source locale customer_id order_id invoice_id instance_id consent_id opened_at changed_at',
  ),
  ticket_message: personalTable(
    'processor',
    { said_by: 'contact', said_from: 'contact', body: 'correspondence' },
    'tenant_id id ticket_id position side mail_id document_ids at',
  ),
  ticket_step: personalTable(
    'processor',
    { actor: 'audit-log', actor_name: 'audit-log' },
    'tenant_id ticket_id seq what facts at',
  ),
  ticket_desk: personalTable(
    'controller',
    { login_id: 'audit-log', changed_name: 'audit-log' },
    'tenant_id desks changed_at',
  ),
  service_level: personalTable('controller', {}, 'tenant_id plan priority first_minutes solution_minutes'),
  service_hours: personalTable('controller', {}, 'tenant_id opens closes'),
  ticket_escalation: personalTable('controller', {}, 'tenant_id ticket_id promise due_at told_at'),
  notice: personalTable(
    'controller',
    { login_id: 'audit-log' },
    'tenant_id id kind ticket_id at read_at mailed_at',
  ),
  canned_answer: personalTable(
    'controller',
    { changed_name: 'audit-log' },
    'tenant_id id name text_en text_de changed_at',
  ),
};
