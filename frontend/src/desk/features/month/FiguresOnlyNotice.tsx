import { EmptyPanel } from '@desk/components/EmptyPanel';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

/** Instead of a list of institutions for who sees the counties' figures: an empty list would say something untrue. */
export function FiguresOnlyNotice() {
  return (
    <EmptyPanel
      reason="no_right"
      title={<Trans>您只看各县的数字，看不到机构名单</Trans>}
      action={
        <Link to="/month">
          <Trans>查看各县情况</Trans>
        </Link>
      }
    >
      <Trans>需要名单时，请与县（区）教育局党委办联系。</Trans>
    </EmptyPanel>
  );
}
