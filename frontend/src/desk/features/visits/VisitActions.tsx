import { ButtonLink } from '@desk/components/ButtonLink';
import { Dialog } from '@desk/components/Dialog';
import { toast } from '@desk/components/toaster';
import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { DecisionForm } from './DecisionForm';
import { type Decision, decisions } from './decisions';
import { refreshVisits, visitQuery } from './queries';

/** What the reader may do with a visit now, the main thing last. */
export function VisitActions({ visit }: { visit: VisitOut }) {
  const { i18n } = useLingui();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Decision | null>(null);
  const allowed = decisions.filter(({ action }) => visit.actions.includes(action));
  const main = allowed.at(-1);
  const done = async (saved: VisitOut, decision: Decision) => {
    queryClient.setQueryData(visitQuery(saved.id).queryKey, saved);
    setOpen(null);
    toast(i18n._(decision.done));
    await refreshVisits(queryClient);
  };
  const button = (decision: Decision) => (
    <Button
      key={decision.action}
      type={decision === main && decision.leads ? 'primary' : 'default'}
      danger={decision.danger ?? false}
      onClick={() => setOpen(decision)}
    >
      {i18n._(decision.label)}
    </Button>
  );
  return (
    <>
      {allowed.filter(({ danger }) => danger).map(button)}
      {visit.actions.includes('revise') && (
        <ButtonLink to="/visits/$id/revise" params={{ id: visit.id }}>
          <Trans>更正</Trans>
        </ButtonLink>
      )}
      {visit.actions.includes('edit') && (
        <ButtonLink to="/visits/$id/edit" params={{ id: visit.id }}>
          <Trans>修改</Trans>
        </ButtonLink>
      )}
      {allowed.filter(({ danger }) => !danger).map(button)}
      <Dialog open={open !== null} title={open && i18n._(open.title)} onClose={() => setOpen(null)}>
        {open && (
          <DecisionForm
            visit={visit}
            decision={open}
            onDone={(saved) => void done(saved, open)}
            onCancel={() => setOpen(null)}
          />
        )}
      </Dialog>
    </>
  );
}
