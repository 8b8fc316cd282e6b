import { ChoiceField } from '@desk/components/FormFields';
import { filled } from '@desk/components/form-values';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type PracticeOut, type PublicationIn, publishGoodPractice } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, type FormInstance } from 'antd';
import { useEffect, useRef } from 'react';
import { AudienceField } from './AudienceField';
import { PracticeFiles } from './PracticeFiles';
import styles from './Practices.module.css';
import { refreshPractices } from './queries';

/** To whom it is published, after the pictures were looked at. */
export function PublishForm({ practice, onDone }: { practice: PracticeOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const { id, files } = practice;
  return (
    <SaveForm<PublicationIn>
      initial={{ audience: 'all', faces_consented: false }}
      submit={<Trans>发布</Trans>}
      onCancel={onDone}
      save={async (values, version) => {
        const body = { ...filled(values), file_ids: files.map((file) => file.id) };
        try {
          await publishGoodPractice({ path: { id }, body, headers: ifMatch(version ?? practice.version) });
        } finally {
          // Refused because of a new file: it is shown, so that it is looked at before the next try.
          await refreshPractices(queryClient);
        }
        toast(t`已发布。`);
        onDone();
      }}
    >
      {(form) => (
        <>
          <ChoiceField
            name="audience"
            label={t`发布给`}
            required
            choices={[
              { value: 'all', label: t`全部单位` },
              { value: 'some', label: t`选定的单位` },
            ]}
          />
          <Form.Item noStyle dependencies={['audience']}>
            {() => form.getFieldValue('audience') === 'some' && <AudienceField />}
          </Form.Item>
          {files.length === 0 ? (
            <p className={styles.quiet}>
              <Trans>这篇没有图片和文件。</Trans>
            </p>
          ) : (
            <PracticeFiles files={files} />
          )}
          <TickAnew files={files} form={form} />
          <Form.Item
            name="faces_consented"
            valuePropName="checked"
            rules={[
              {
                validator: (_, ticked) =>
                  ticked ? Promise.resolve() : Promise.reject(new Error(t`请看过图片，确认以后打勾`)),
              },
            ]}
          >
            <Checkbox>
              <Trans>图片里孩子的脸已征得监护人同意，或没有孩子的脸</Trans>
            </Checkbox>
          </Form.Item>
        </>
      )}
    </SaveForm>
  );
}

/** The tick is for the files that were looked at: when others stand there, it is set anew. */
function TickAnew({ files, form }: { files: PracticeOut['files']; form: FormInstance<PublicationIn> }) {
  const ids = files.map((file) => file.id).join(' ');
  const looked = useRef(ids);
  useEffect(() => {
    if (looked.current === ids) return;
    looked.current = ids;
    form.setFieldValue('faces_consented', false);
  }, [ids, form]);
  return null;
}
