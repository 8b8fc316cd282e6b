import {
  type ListBackboneTeachersData,
  type ListMemberDevelopmentsData,
  listBackboneTeachers,
  listMemberDevelopments,
  readBackboneTeacher,
  readMemberDevelopment,
} from '@shared/api/gen';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';

export type TeacherFilters = NonNullable<ListBackboneTeachersData['query']>;
export type MemberFilters = NonNullable<ListMemberDevelopmentsData['query']>;

export function teachersQuery(filters: TeacherFilters) {
  return queryOptions({
    queryKey: ['development', 'teachers', filters],
    queryFn: ({ signal }) => listBackboneTeachers({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function teacherQuery(id: string) {
  return queryOptions({
    queryKey: ['development', 'teacher', id],
    queryFn: ({ signal }) => readBackboneTeacher({ path: { id }, signal }),
  });
}

export function membersQuery(filters: MemberFilters) {
  return queryOptions({
    queryKey: ['development', 'members', filters],
    queryFn: ({ signal }) => listMemberDevelopments({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function memberQuery(id: string) {
  return queryOptions({
    queryKey: ['development', 'member', id],
    queryFn: ({ signal }) => readMemberDevelopment({ path: { id }, signal }),
  });
}

/** After a register changed: its lists, and what is counted from it. */
export async function refreshDevelopment(queryClient: QueryClient): Promise<void> {
  await Promise.all(['development', 'communities'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}
