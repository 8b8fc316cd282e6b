import { Trans } from '@lingui/react/macro';
import { asProblem } from '@shared/api/problem';
import { Checkbox, Form } from 'antd';
import { useState } from 'react';

/** Somebody of this name is there already: whoever saves says that it is another person. */
export function NamesakeField() {
  return (
    <Form.Item name="another_person" valuePropName="checked">
      <Checkbox>
        <Trans>是同名的另一个人</Trans>
      </Checkbox>
    </Form.Item>
  );
}

/** Whether saving was refused for the name of somebody who is there already. */
export function useNamesake() {
  const [found, setFound] = useState(false);
  async function noticed<Saved>(saving: Promise<Saved>): Promise<Saved> {
    try {
      return await saving;
    } catch (error) {
      if (asProblem(error).fields.some((field) => field.code === 'same_name')) setFound(true);
      throw error;
    }
  }
  return { found, noticed };
}
