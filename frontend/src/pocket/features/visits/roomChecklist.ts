import { type ChecklistOut, listChecklists } from '@shared/api/gen';
import { seenLast } from '../../seen';

/**
 * The activity room's edition in force; where the service cannot be reached, the one seen last on this phone, and an
 * error where none was. `null` is a bureau without one.
 */
export async function roomChecklist(userId: string): Promise<ChecklistOut | null> {
  const { value } = await seenLast(userId, 'room', async () => {
    const { items } = await listChecklists({ query: { kind: 'activity_room', state: 'published', limit: 1 } });
    return items[0] ?? null;
  });
  return value;
}
