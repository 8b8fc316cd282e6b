import { Dialog } from '@desk/components/Dialog';
import { useLingui } from '@lingui/react/macro';
import type { PartyOrganisationOut } from '@shared/api/gen';
import { EndPartyForm, ResumePartyQuestion } from './EndPartyForm';
import { PartyForm } from './PartyForm';

/** What is being done, and to which one; making a new one needs none. */
export type PartyDeed =
  | { deed: 'create'; organisation?: { id: string; name: string } }
  | { deed: 'change' | 'end' | 'resume'; party: PartyOrganisationOut };

interface Props {
  open: PartyDeed | null;
  onClose: () => void;
}

/** The forms of a Party organisation, for its organisation's page and for the list. */
export function PartyDialogs({ open, onClose }: Props) {
  const { t } = useLingui();
  const name = open && open.deed !== 'create' ? open.party.name : '';
  return (
    <>
      <Dialog open={open?.deed === 'create'} title={t`新增党组织`} onClose={onClose}>
        {open?.deed === 'create' && <PartyForm organisation={open.organisation} onDone={onClose} />}
      </Dialog>
      <Dialog open={open?.deed === 'change'} title={t`修改${name}`} onClose={onClose}>
        {open?.deed === 'change' && <PartyForm party={open.party} onDone={onClose} />}
      </Dialog>
      <Dialog open={open?.deed === 'end'} title={t`撤销${name}`} onClose={onClose}>
        {open?.deed === 'end' && <EndPartyForm party={open.party} onDone={onClose} />}
      </Dialog>
      <Dialog open={open?.deed === 'resume'} title={t`恢复${name}？`} onClose={onClose}>
        {open?.deed === 'resume' && <ResumePartyQuestion party={open.party} onDone={onClose} />}
      </Dialog>
    </>
  );
}
