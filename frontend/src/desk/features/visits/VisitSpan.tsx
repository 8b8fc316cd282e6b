import { Trans } from '@lingui/react/macro';
import { spanOf } from './times';

/** When a visit was: from, and until where that is known. */
export function VisitSpan({ visit }: { visit: { started_at: string; ended_at: string | null } }) {
  const { start, end } = spanOf(visit);
  if (!end) return <>{start}</>;
  return (
    <Trans>
      {start} 至 {end}
    </Trans>
  );
}
