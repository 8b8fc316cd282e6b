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

const drawn = ['image/jpeg', 'image/png', 'image/webp'];

/** Where a small picture of a file may be seen; null for what is no picture that the service draws. */
export function previewAddress({ id, media_type }: Pick<EvidenceOut, 'id' | 'media_type'>): string | null {
  return drawn.includes(media_type) ? `/api/v1/evidence/${id}/preview` : null;
}
