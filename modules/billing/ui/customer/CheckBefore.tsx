import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { Facts } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { checkBeforeIssue } from '../../before-issue/contract.ts';
import { customerMoneyWords } from './words.ts';

/** Before an order is invoiced: what a receiver's validator would say, rule by rule, with what to do. */
export function CheckBefore({ orderId, name }: { readonly orderId: string; readonly name: string }) {
  const t = useWords(customerMoneyWords);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('customer.check')}
        <span className="tn-hidden"> {name}</span>
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={`${t('customer.check')}: ${name}`} width={44}>
        {open && <Checked orderId={orderId as Id} />}
      </Dialog>
    </>
  );
}

function Checked({ orderId }: { readonly orderId: Id }) {
  const t = useWords(customerMoneyWords);
  const read = useRead(checkBeforeIssue, { params: { orderId } });
  return (
    <WhenRead read={read} rows={3}>
      {({ findings, required, profile }) => (
        <>
          <p className="tn-strong">
            {t('customer.checkTitle', { profile: profile === 'xrechnung' ? 'XRechnung' : 'EN 16931' })}
          </p>
          <p>
            {findings.every(({ severity }) => severity === 'warning')
              ? t('customer.checkGood')
              : t(required ? 'customer.checkRequired' : 'customer.checkOptional')}
          </p>
          <Facts
            facts={findings.map(({ rule, severity, field, title, remedy }) => ({
              label: `${rule} · ${field} · ${t(`customer.severity.${severity}`)}`,
              value: `${title} ${remedy}`,
              trouble: severity === 'fatal',
            }))}
          />
        </>
      )}
    </WhenRead>
  );
}
