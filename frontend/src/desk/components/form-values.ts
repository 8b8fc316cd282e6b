/** What was filled in: a form sends an emptied field as `null`, which a new record simply leaves out. */
export function filled<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Values;
}

/** What was filled in, where an emptied text means an empty text. */
export function emptied<Values extends object>(values: Values, texts: readonly (keyof Values)[]): Values {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    value === null && texts.includes(name as keyof Values) ? '' : value,
  ]);
  return Object.fromEntries(entries) as Values;
}
