import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { OneOf } from '../../ui/Choices';
import { Field } from '../../ui/Field';

interface Props {
  schools: readonly string[];
  place: string;
  error: string | undefined;
  onChange: (place: string) => void;
}

/** Where it was: mostly at one of the schools. */
export function PlaceField({ schools, place, error, onChange }: Props) {
  const [elsewhere, setElsewhere] = useState(place !== '' && !schools.includes(place));
  return (
    <>
      <OneOf
        legend={<Trans>地点（可以不填）</Trans>}
        choices={[
          ...schools.map((name) => ({ value: name, label: name })),
          { value: '', label: <Trans>其他地点</Trans> },
        ]}
        value={elsewhere ? '' : place || null}
        error={elsewhere ? undefined : error}
        onChange={(chosen) => {
          setElsewhere(chosen === '');
          onChange(chosen);
        }}
      />
      {elsewhere && (
        <Field
          label={<Trans>在哪里</Trans>}
          value={place}
          maxLength={100}
          error={error}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </>
  );
}
