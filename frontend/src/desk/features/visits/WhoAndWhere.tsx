import { ChoiceField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { SearchSelect } from '@desk/components/SearchSelect';
import { dispatchesQuery } from '@desk/features/organisations/queries';
import { findPeople } from '@desk/features/people/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { DispatchOut } from '@shared/api/gen';
import { useQuery } from '@tanstack/react-query';
import { Form, type FormInstance } from 'antd';
import { useEffect, useRef } from 'react';
import { findInstitutions } from './queries';
import styles from './VisitForm.module.css';
import type { VisitValues } from './values';

interface Props {
  form: FormInstance<VisitValues>;
  /** At the desk somebody enters for others; an instructor enters one's own. */
  forOthers: boolean;
  names: Record<string, string>;
  onPicked: (names: Record<string, string>) => void;
}

/** Where a new visit was, who went, and from where the words come. */
export function WhoAndWhere({ form, forOthers, names, onPicked }: Props) {
  const { t } = useLingui();
  const institutionId = Form.useWatch('institution_id', form);
  const instructorId = Form.useWatch('instructor_id', form);
  return (
    <>
      <div className={fields.pair}>
        <SearchSelect
          name="institution_id"
          label={t`机构`}
          required
          searchKey="institutions"
          find={findInstitutions}
          chosen={chosenOf(institutionId, names)}
          onPicked={(picked) => picked && onPicked({ [picked.id]: picked.name })}
        />
        <ChoiceField
          name="channel"
          label={t`记录来源`}
          required
          choices={[
            { value: 'desk', label: t`电脑填报` },
            { value: 'paper', label: t`纸质记录表补录` },
          ]}
        />
      </div>
      {forOthers && (
        <>
          <SearchSelect
            name="instructor_id"
            label={t`指导员`}
            required
            searchKey="people"
            find={findPeople}
            chosen={chosenOf(instructorId, names)}
            onPicked={(picked) => picked && onPicked({ [picked.id]: picked.name })}
          />
          {institutionId && <InPost form={form} institutionId={institutionId} onPicked={onPicked} />}
        </>
      )}
    </>
  );
}

function chosenOf(id: string | undefined, names: Record<string, string>) {
  const name = id && names[id];
  return name ? { id, name } : undefined;
}

interface InPostProps extends Pick<Props, 'form' | 'onPicked'> {
  institutionId: string;
}

/** Who was in post there on the day; taken as the instructor unless somebody was chosen by hand. */
function InPost({ form, institutionId, onPicked }: InPostProps) {
  const day = Form.useWatch('day', form);
  const query = useQuery(dispatchesQuery(institutionId));
  const dispatches = query.data?.items;
  const inPost = day ? dispatches?.find((dispatch) => isInPost(dispatch, day)) : undefined;
  const id = inPost?.instructor_id;
  const name = inPost?.instructor_name;

  const preset = useRef<string>(undefined);
  useEffect(() => {
    if (!id || !name) return;
    const present: string | undefined = form.getFieldValue('instructor_id');
    if (present && present !== preset.current && present !== id) return;
    preset.current = id;
    onPicked({ [id]: name });
    form.setFieldValue('instructor_id', id);
    form.setFields([{ name: 'instructor_id', errors: [] }]);
  }, [id, name, form, onPicked]);

  if (!day || !dispatches) return null;
  return (
    <p className={fields.note}>
      {name ? (
        <Trans>当天在任的指导员：{name}</Trans>
      ) : (
        <span className={styles.overnight}>
          <Trans>这家机构当天没有在任的指导员。请选择实际到校的人；这次入校不计入当月任务。</Trans>
        </span>
      )}
    </p>
  );
}

function isInPost(dispatch: DispatchOut, day: string): boolean {
  return dispatch.starts_on <= day && (dispatch.ends_on === null || dispatch.ends_on >= day);
}
