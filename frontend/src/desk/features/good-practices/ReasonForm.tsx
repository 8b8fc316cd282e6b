import { LongTextField } from '@desk/components/LongTextField';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import type { PracticeReasonIn } from '@shared/api/gen';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { refreshPractices } from './queries';

interface Props {
  /** What will happen, in plain words. */
  children: ReactNode;
  label: string;
  submit: ReactNode;
  send: (body: PracticeReasonIn, version: number | null) => Promise<unknown>;
  done: string;
  onDone: () => void;
}

/** A deed that needs a reason. */
export function ReasonForm({ children, label, submit, send, done, onDone }: Props) {
  const queryClient = useQueryClient();
  return (
    <SaveForm<PracticeReasonIn>
      initial={{}}
      submit={submit}
      onCancel={onDone}
      save={async (body, version) => {
        await send(body, version);
        await refreshPractices(queryClient);
        toast(done);
        onDone();
      }}
    >
      <p>{children}</p>
      <LongTextField name="reason" label={label} required max={300} rows={2} />
    </SaveForm>
  );
}
