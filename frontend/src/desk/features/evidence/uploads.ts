import type { EvidenceAdded, EvidenceOut } from '@shared/api/gen';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { upload } from '@shared/api/upload';
import { newId } from '@shared/api/writes';
import { useEffect, useRef, useState } from 'react';
import { titleOf } from './sizes';

/** A file on its way to the service. */
export interface Sending {
  /** The id under which the service will know it: sending again makes no second one. */
  id: string;
  file: File;
  title: string;
  /** The share that has been sent, 0 to 1; `null` before the start. */
  share: number | null;
  problem: ApiProblem | null;
  added: EvidenceAdded | null;
}

export interface Uploads {
  all: readonly Sending[];
  busy: boolean;
  choose: (files: Iterable<File>) => void;
  rename: (id: string, title: string) => void;
  drop: (id: string) => void;
  /** Sends what has not been received yet, one file after the other. */
  send: () => Promise<void>;
}

/** Files for a record, with their progress. Leaving the page stops what is under way, so the browser asks first. */
export function useUploads(subjectType: EvidenceOut['subject']['type'], subjectId: string): Uploads {
  const [all, setAll] = useState<readonly Sending[]>([]);
  const [busy, setBusy] = useState(false);
  const stop = useRef(new AbortController());

  useEffect(() => {
    const controller = new AbortController();
    stop.current = controller;
    return () => controller.abort();
  }, []);
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);

  const change = (id: string, patch: Partial<Sending>) =>
    setAll((before) => before.map((sending) => (sending.id === id ? { ...sending, ...patch } : sending)));

  const sendOne = async ({ id, file, title }: Sending) => {
    change(id, { share: 0, problem: null });
    try {
      const added = await upload<EvidenceAdded>({
        url: '/api/v1/evidence',
        fields: { id, subject_type: subjectType, subject_id: subjectId, title: title.trim() || titleOf(file.name) },
        file,
        fileName: file.name,
        onProgress: (share) => change(id, { share }),
        signal: stop.current.signal,
      });
      change(id, { share: 1, added });
    } catch (error) {
      if (!stop.current.signal.aborted) change(id, { share: null, problem: asProblem(error) });
    }
  };

  return {
    all,
    busy,
    choose: (files) =>
      setAll((before) => [
        ...before,
        ...Array.from(files, (file) => ({
          id: newId(),
          file,
          title: titleOf(file.name),
          share: null,
          problem: null,
          added: null,
        })),
      ]),
    rename: (id, title) => change(id, { title }),
    drop: (id) => setAll((before) => before.filter((sending) => sending.id !== id)),
    send: async () => {
      setBusy(true);
      for (const sending of all.filter(({ added }) => !added)) await sendOne(sending);
      setBusy(false);
    },
  };
}
