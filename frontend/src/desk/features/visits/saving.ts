import { changeVisit, createVisit, readVisit, reviseVisit, submitVisit, type VisitOut } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { ifMatch } from '@shared/api/writes';
import { changesOf, newVisit, type VisitValues } from './values';

/** What is to become of what stands in the form. */
export type Aim = 'keep' | 'submit' | 'revise';

interface Saving {
  /** The id under which a new visit will be known. */
  id: string;
  /** The visit as it was when the typing began, or as it has been saved since. */
  base: VisitOut | null;
  values: VisitValues;
  aim: Aim;
  /** Told of each step that the service has done, so that a later failure goes on from there. */
  onSaved: (visit: VisitOut) => void;
}

/** Saves a visit and hands it in where that is meant. Throws an `ApiProblem`. */
export async function saveVisit({ id, base, values, aim, onSaved }: Saving): Promise<VisitOut> {
  const saved = base ? await change(base, values, aim) : await create(id, values);
  onSaved(saved);
  if (aim !== 'submit') return saved;
  const device_time = new Date().toISOString();
  return submitVisit({ path: { id: saved.id }, headers: ifMatch(saved.version), body: { device_time } });
}

async function create(id: string, values: VisitValues): Promise<VisitOut> {
  try {
    return await createVisit({ body: newVisit(id, values) });
  } catch (error) {
    // The id is ours: an earlier attempt arrived although its answer did not, and the text has changed since.
    if (asProblem(error).code !== 'id_taken') throw error;
    return change(await readVisit({ path: { id } }), values, 'keep');
  }
}

async function change(base: VisitOut, values: VisitValues, aim: Aim): Promise<VisitOut> {
  const body = changesOf(base, values);
  const target = { path: { id: base.id }, headers: ifMatch(base.version) };
  if (aim === 'revise') return reviseVisit({ ...target, body: { ...body, reason: values.reason.trim() } });
  return Object.keys(body).length === 0 ? base : changeVisit({ ...target, body });
}
