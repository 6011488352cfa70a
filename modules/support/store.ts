import type { Id } from '#domain/kernel/ids.ts';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { MailClass } from './classify.ts';

export interface SupportTables {
  support_mail: {
    tenant_id: Id;
    mail_id: Id;
    class: MailClass;
    because: readonly string[];
    reply_kind: string | null;
    reply_subject: Id | null;
    state: 'open' | 'done' | 'quiet';
    sorted_by: string;
    sorted_at: Instant;
    done_by: string | null;
    done_at: Instant | null;
  };
  support_holiday: { tenant_id: Id; day: Day; name: string };
  support_escalation: { tenant_id: Id; mail_id: Id; answer_by: Day; told_at: Instant };
  support_auto_answer: { tenant_id: Id; sender: string; answered_at: Instant };
}
