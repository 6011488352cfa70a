import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionGate } from '#modules/accounts/ui/screens.ts';
import { browserClient, createQueries, startPage } from '#platform/web-kit/Base.tsx';
import { Kit } from '#platform/web-kit/Kit.tsx';
import type { SessionFacts } from '#platform/web-kit/session.ts';
import '#platform/web-kit/kit.css';
import { createOperatorRouter } from './router.tsx';

startPage();
const client = browserClient();
const queries = createQueries();
let current: SessionFacts | null = null;
const router = createOperatorRouter(() => current);
const ROLES = ['operator'];

function Operator() {
  const [live, setLive] = useState(false);
  const onSession = useCallback((session: SessionFacts | null) => {
    const changed = session?.role !== current?.role;
    current = session;
    setLive(session !== null);
    if (changed) void router.invalidate();
  }, []);
  return (
    <Kit client={client} queries={queries} live={live}>
      <SessionGate demoRoles={ROLES} onSession={onSession}>
        <RouterProvider router={router} />
      </SessionGate>
    </Kit>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Operator />
  </StrictMode>,
);
