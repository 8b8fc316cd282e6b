import { Trans } from '@lingui/react/macro';
import { readObligation } from '@shared/api/gen';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** Waivers of a month that were taken back: who waived it when and why, who took that back when and why. */
export function WaiverHistory({ obligationId }: { obligationId: string }) {
  const query = useQuery({
    queryKey: ['obligations', 'read', obligationId],
    queryFn: ({ signal }) => readObligation({ path: { id: obligationId }, signal }),
  });
  const past = query.data?.waiver_history.filter((entry) => entry.taken_back_at !== null) ?? [];
  if (past.length === 0) return null;
  return (
    <section>
      <h3>
        <Trans>以前的免除</Trans>
      </h3>
      <ol>
        {past.map((entry) => (
          <li key={entry.taken_back_at}>
            <Deed at={entry.waived_at} by={entry.waived_by} reason={entry.reason} what={<Trans>免除</Trans>} />
            <Deed
              at={entry.taken_back_at}
              by={entry.taken_back_by}
              reason={entry.taken_back_reason}
              what={<Trans>取消免除</Trans>}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface DeedProps {
  at: string | null;
  by: string | null;
  reason: string | null;
  what: ReactNode;
}

function Deed({ at, by, reason, what }: DeedProps) {
  return (
    <div>
      {at !== null && minuteOf(at)} {by ?? '—'} {what}：{reason}
    </div>
  );
}
