/** Line drawings on a 20 × 20 grid, one per place; drawn in the colour of the text. */
const drawings: Record<string, string> = {
  today: 'M3 9.5 10 3.5l7 6M5 8.5V16.500h10V8.5M8.500 16.500v-4h3v4',
  month: 'M3.5 5h13v11.500h-13zM3.5 8.500h13M7 3.500v3M13 3.500v3M7 12l2 2 4-4',
  visits: 'M4.500 3.500h11v13h-11zM7.500 7.500h5M7.500 10.500h5M7.500 13.500h3',
  dispatches:
    'M3.500 14.500h4l5-9h4M14 3l2.500 2.500L14 8M3.500 5.500h4l1.500 2.700M11 11.800l1.500 2.700h4M14 12l2.500 2.500L14 17',
  opinions: 'M3.500 4.500h13v9h-7l-3.500 3v-3h-2.500zM7 8h6M7 10.500h4',
  communities:
    'M6.5 8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM13.500 16.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM8.500 7.500l3.500 4.500',
  activities: 'M3.500 5h13v11.500h-13zM3.500 8.500h13M7 3.500v3M13 3.500v3M6.500 12h3M11 12h2.500',
  practices: 'M10 3.500l2 4.200 4.500.600-3.300 3.200.800 4.500-4-2.200-4 2.200.800-4.500L3.500 8.300 8 7.700z',
  teachers: 'M2.500 7.500 10 4l7.500 3.500L10 11zM5.500 9v4c1 1.500 2.700 2 4.500 2s3.500-.5 4.500-2V9',
  members:
    'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4.500 16.500c.3-3.300 2.500-5 5.500-5s5.200 1.700 5.500 5M14 5.500h3M15.500 4v3',
  coverage: 'M3.500 10a6.500 6.500 0 0 1 13 0M10 3.500v-1M10 10v5a1.500 1.500 0 0 1-3 0M3.500 10h13',
  standards: 'M4 5.500l1.500 1.500L8 4.500M4 11l1.500 1.500L8 10M11 6h5.500M11 11.500h5.500M4.500 16.500h12',
  organisations: 'M3 16.500h14M4.500 16.500V7L10 4l5.500 3v9.500M8.500 16.500v-4h3v4M8 9h.010M12 9h.010',
  party: 'M5 17V3.500M5 4.500h10.500l-2.500 3.500 2.500 3.500H5',
  people:
    'M7.500 9.500a2.750 2.750 0 1 0 0-5.500 2.750 2.750 0 0 0 0 5.500zM2.500 16c.3-3 2.200-4.500 5-4.500s4.700 1.500 5 4.500M13 4.300a2.600 2.600 0 0 1 0 5M14.500 12c1.800.5 2.800 1.800 3 4',
  accounts: 'M7 12a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM10 9h7.500M15 9v3M17.500 9v2',
  clients: 'M7 3.500v4M13 3.500v4M5 7.500h10v3a5 5 0 0 1-10 0zM10 15.500v2',
  figures: 'M3 10h9M9 6.500l3.500 3.500L9 13.500M14 4h3v12h-3',
  imports: 'M10 3.500v8.500M6.500 8.500 10 12l3.500-3.500M3.500 13v3.500h13V13',
  exports: 'M10 12V3.500M6.500 7 10 3.500 13.500 7M3.500 13v3.500h13V13',
  audit: 'M5 3.500h7l3 3v10H5zM12 3.500v3h3M7.500 10h5M7.500 13h5',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
};

export function NavigationIcon({ name }: { name: string }) {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
