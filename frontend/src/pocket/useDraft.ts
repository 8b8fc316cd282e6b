import { useLingui } from '@lingui/react/macro';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { useEffect, useState } from 'react';
import type { Sending } from './sending';
import { type Draft, dropDraft, keepDraft } from './store';

interface Options<Kept extends Draft, Answer> {
  /** The draft that was begun before, if one was. */
  find: () => Promise<Kept | undefined>;
  begin: () => Kept;
  /** Brings it to the service; every step may be repeated. */
  send: (draft: Kept, sending: Sending<Kept>) => Promise<Answer>;
}

/**
 * A draft on its page: kept on this phone at every change, sent when its author says so, dropped once received. `key`
 * names the draft; another one is sought anew.
 */
export function useDraft<Kept extends Draft, Answer>(key: string, options: Options<Kept, Answer>) {
  const { t } = useLingui();
  const [draft, setDraft] = useState<Kept | null>(null);
  const [kept, setKept] = useState<'not_yet' | 'kept' | 'no_room'>('not_yet');
  const [progress, setProgress] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [received, setReceived] = useState<Answer | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` names all that the finding depends on
  useEffect(() => {
    let left = false;
    options.find().then(
      (found) => {
        if (left) return;
        setDraft(found ?? options.begin());
        setKept(found ? 'kept' : 'not_yet');
      },
      () => {
        if (left) return;
        setDraft(options.begin());
        setKept('no_room');
      },
    );
    return () => {
      left = true;
    };
  }, [key]);

  const keep = async (next: Kept) => {
    setDraft(next);
    await keepDraft(next).then(
      () => setKept('kept'),
      () => setKept('no_room'),
    );
  };
  const send = async () => {
    if (!draft) return;
    let current = draft;
    const sending: Sending<Kept> = {
      keep: async (changed) => {
        current = { ...current, ...changed };
        await keep(current);
        return current;
      },
      onStep: (done, of) => setProgress(t`正在提交（${done}/${of}）…`),
    };
    setProblem(null);
    setProgress(t`正在提交…`);
    try {
      const answer = await options.send(draft, sending);
      await dropDraft(draft.id);
      setReceived(answer);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setProgress('');
  };
  const discard = async () => {
    if (draft) await dropDraft(draft.id);
    setDraft(options.begin());
    setKept('not_yet');
    setProblem(null);
  };
  return { draft, kept, progress, problem, received, change: (next: Kept) => void keep(next), send, discard };
}
