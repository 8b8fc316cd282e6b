import { ChoiceField, DateField } from '@desk/components/FormFields';
import { filled } from '@desk/components/form-values';
import { LongTextField } from '@desk/components/LongTextField';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  changePartyCoverage,
  createPartyCoverage,
  type InstitutionCoverageOut,
  listPartyOrganisations,
  type PartyCoverageOut,
} from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { type Coverage, coverageLook } from '@shared/domain/coverage';
import { useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { useState } from 'react';
import styles from './Coverage.module.css';
import { refreshCoverage } from './queries';

interface Values {
  coverage: Coverage;
  since_on: string;
  party_organisation_id?: string | null;
  how?: string | null;
}

interface Props {
  institutionId: string;
  standing: InstitutionCoverageOut | null;
  /** The state that is put right; a new one without. */
  state?: PartyCoverageOut;
  onDone: () => void;
  onCancel: () => void;
}

const ways: readonly Coverage[] = ['own_branch', 'joint_branch', 'affiliated', 'none'];

/** How an institution is covered since a day. A change of the state is a new entry. */
export function CoverageForm({ institutionId, standing, state, onDone, onCancel }: Props) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const labels = {
    coverage: t`覆盖方式`,
    since_on: t`自何时起`,
    party_organisation_id: t`党组织`,
    how: t`怎么成立的（选填）`,
  };
  return (
    <SaveForm<Values>
      initial={state ?? {}}
      submit={<Trans>保存</Trans>}
      onCancel={onCancel}
      labels={labels}
      save={async ({ coverage, since_on, party_organisation_id = null, how }, version) => {
        const party = coverage === 'none' ? null : party_organisation_id;
        const body = { coverage, since_on, party_organisation_id: party, how: how ?? '' };
        if (state) {
          await changePartyCoverage({ path: { id: state.id }, body, headers: ifMatch(version ?? state.version) });
        } else {
          await createPartyCoverage({
            body: filled({ ...body, institution_id: institutionId }),
            headers: idempotencyKey(key),
          });
        }
        await refreshCoverage(queryClient);
        onDone();
      }}
    >
      {!state && (
        <p className={styles.hint}>
          <Trans>情况有了变化，就登记一条新的；以前的记录留在历史里。</Trans>
        </p>
      )}
      <ChoiceField
        name="coverage"
        label={labels.coverage}
        required
        choices={ways.map((value) => ({ value, label: i18n._(coverageLook[value].label) }))}
      />
      <DateField name="since_on" label={labels.since_on} required />
      <Form.Item noStyle dependencies={['coverage']}>
        {({ getFieldValue }) => {
          const coverage: Coverage | undefined = getFieldValue('coverage');
          if (!coverage || coverage === 'none') return null;
          return (
            <>
              <SearchSelect
                name="party_organisation_id"
                label={labels.party_organisation_id}
                required
                searchKey={`party-organisations-${coverage}`}
                find={(words, signal) => findPartyOrganisations(coverage, words, signal)}
                chosen={
                  coverage === state?.coverage
                    ? chosenIn(state)
                    : coverage === 'affiliated'
                      ? host(standing)
                      : undefined
                }
              />
              <p className={styles.hint}>
                <Trans>找不到要选的党组织时，请党委办先登记这个党组织，或由党委办代填。</Trans>
              </p>
            </>
          );
        }}
      </Form.Item>
      <LongTextField name="how" label={labels.how} max={300} rows={2} hint={t`例如：谁批准、哪一次会议、几名党员。`} />
    </SaveForm>
  );
}

function chosenIn({ party_organisation_id: id, party_organisation_name: name }: PartyCoverageOut) {
  return id && name ? { id, name } : undefined;
}

/** The host that the roster names: whoever does not see other units' Party organisations can still choose it. */
function host(standing: InstitutionCoverageOut | null) {
  const { affiliated_to_id: id = null, affiliated_to_name: name = null } = standing ?? {};
  return id && name ? { id, name } : undefined;
}

async function findPartyOrganisations(coverage: Coverage, words: string, signal: AbortSignal) {
  const kind = coverage === 'joint_branch' ? { kind: 'joint_branch' as const } : {};
  const query = { status: 'active' as const, limit: 20, ...kind, ...(words && { q: words }) };
  const page = await listPartyOrganisations({ query, signal });
  return page.items.map(({ id, name, organisation_name }) => ({ id, name, note: organisation_name }));
}
