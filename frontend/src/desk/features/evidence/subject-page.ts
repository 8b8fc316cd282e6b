import type { EvidenceOut } from '@shared/api/gen';

const pages: Record<EvidenceOut['subject']['type'], string> = {
  visit: '/visits',
  community: '/communities',
  activity: '/activities',
  backbone_teacher: '/backbone-teachers',
  member_development: '/member-developments',
  good_practice: '/good-practices',
  standards_review: '/standards/reviews',
};

/** The desk's page of the record that a file belongs to. */
export function subjectPage({ type, id }: EvidenceOut['subject']): string {
  return `${pages[type]}/${id}`;
}
