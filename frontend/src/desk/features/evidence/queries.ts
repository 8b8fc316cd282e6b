import { type EvidenceOut, listEvidence } from '@shared/api/gen';
import { queryOptions } from '@tanstack/react-query';

export function evidenceQuery(subjectType: EvidenceOut['subject']['type'], subjectId: string) {
  return queryOptions({
    queryKey: ['evidence', 'of', subjectType, subjectId],
    queryFn: ({ signal }) =>
      listEvidence({ query: { subject_type: subjectType, subject_id: subjectId, limit: 200 }, signal }),
  });
}

/** Where a file is downloaded; the service always answers with an attachment. */
export function contentAddress(id: string): string {
  return `/api/v1/evidence/${id}/content`;
}
