import { addEvidence } from '@shared/api/gen';
import type { Draft } from './store';

/** What somebody who sends a draft is told and has to tell. */
export interface Sending<Kept extends Draft> {
  /** Keeps what the sending has changed; gives the draft as it is then. */
  keep: (changed: Partial<Kept>) => Promise<Kept>;
  onStep: (done: number, of: number) => void;
}

/** Sends the photos that have not arrived, one after the other, and notes each; every one may be sent again. */
export async function sendPhotos<Kept extends Draft>(
  draft: Kept,
  subject: 'visit' | 'activity',
  keep: Sending<Kept>['keep'],
  onSent: (count: number) => void,
): Promise<void> {
  let { photos } = draft;
  for (const [index, photo] of photos.entries()) {
    if (!photo.sent) {
      await addEvidence({
        body: { subject_type: subject, subject_id: draft.id, id: photo.id, title: photo.name, file: photo.file },
      });
      photos = photos.map((each) => (each.id === photo.id ? { ...each, sent: true } : each));
      await keep({ photos } as Partial<Kept>);
    }
    onSent(index + 1);
  }
}
