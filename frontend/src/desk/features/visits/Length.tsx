import { Trans } from '@lingui/react/macro';

/** A length of time in words: `1 小时 30 分`. */
export function Length({ minutes }: { minutes: number }) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return <Trans>{rest} 分钟</Trans>;
  if (rest === 0) return <Trans>{hours} 小时</Trans>;
  return (
    <Trans>
      {hours} 小时 {rest} 分
    </Trans>
  );
}
