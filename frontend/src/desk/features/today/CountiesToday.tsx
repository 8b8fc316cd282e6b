import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { CountyTable } from '@desk/features/month/CountyTable';
import { readMonth } from '@shared/api/gen';
import { useQuery } from '@tanstack/react-query';

/** How each county stands this month, for the municipal bureau. */
export function CountiesToday({ month }: { month: string }) {
  const query = useQuery({
    queryKey: ['overview', 'month', { month, months: 1 }],
    queryFn: ({ signal }) => readMonth({ query: { month, months: 1 }, signal }),
  });
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return <CountyTable counties={query.data.counties} />;
}
