import type { MessageDescriptor } from '@lingui/core';
import { type ReactNode, useState } from 'react';

/** One column of a `DataTable`. */
export interface Column<Row> {
  key: string;
  title: MessageDescriptor;
  render: (row: Row) => ReactNode;
  /** The field by which the service sorts this column. */
  sort?: string;
  align?: 'end';
  /** The column that names the row: always shown. */
  fixed?: boolean;
  /** Not shown until the reader asks for it. */
  extra?: boolean;
}

export interface ColumnSelection<Row> {
  visible: Column<Row>[];
  isVisible: (column: Column<Row>) => boolean;
  toggle: (column: Column<Row>) => void;
}

/** Which columns the reader wants, remembered on this device for the table of this name. */
export function useChosenColumns<Row>(table: string, columns: readonly Column<Row>[]): ColumnSelection<Row> {
  const storageKey = `handinhand.columns.${table}`;
  const [switched, setSwitched] = useState<readonly string[]>(() => readSwitched(storageKey));
  const isVisible = (column: Column<Row>) =>
    column.fixed === true || Boolean(column.extra) === switched.includes(column.key);
  return {
    visible: columns.filter(isVisible),
    isVisible,
    toggle: ({ key }) => {
      const next = switched.includes(key) ? switched.filter((kept) => kept !== key) : [...switched, key];
      localStorage.setItem(storageKey, JSON.stringify(next));
      setSwitched(next);
    },
  };
}

/** Keys of the columns that differ from what the table shows by itself. */
function readSwitched(storageKey: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.map(String) : [];
  } catch {
    return [];
  }
}
