// Icons on a 16 by 16 ground, as the inside of an svg. Strokes take the text colour.

const icons = {
  alert: '<path d="M8 2.3 14.2 13H1.8Z"/><path d="M8 6.4v3.1M8 11.2v.2"/>',
  arrow: '<path d="M2.5 8h11M9.6 4.1 13.5 8l-3.9 3.9"/>',
  cached: '<path d="m3.8 6.2 2.9 2.8 5.6-5.8M3 13h10"/>',
  check: '<path d="m3 8.6 3.3 3.2L13 4.6"/>',
  chip: '<rect x="4.3" y="4.3" width="7.4" height="7.4" rx="1"/><path d="M6.3 1.8v2.5M9.7 1.8v2.5M6.3 11.7v2.5M9.7 11.7v2.5M1.8 6.3h2.5M1.8 9.7h2.5M11.7 6.3h2.5M11.7 9.7h2.5"/>',
  code: '<path d="M5.4 4.4 1.9 8l3.5 3.6M10.6 4.4 14.1 8l-3.5 3.6"/>',
  control: '<path d="M2.5 8h3.2M9.7 8h3.8"/><circle cx="7.7" cy="8" r="2"/>',
  copy: '<rect x="5.6" y="5.6" width="8" height="8" rx="1.3"/><path d="M10.4 5.6V2.4h-8v8h3.2"/>',
  cut: '<circle cx="4.2" cy="12" r="1.8"/><circle cx="11.8" cy="12" r="1.8"/><path d="M5.2 10.5 11.4 2.4M10.8 10.5 4.6 2.4"/>',
  data: '<rect x="2.5" y="3" width="11" height="10" rx="1.5"/><path d="M2.5 6.4h11M2.5 9.7h11M6.6 6.4V13"/>',
  down: '<path d="M8 3v10M4 9l4 4 4-4"/>',
  download: '<path d="M8 2.4v8M4.8 7.4 8 10.6l3.2-3.2M3 13.6h10"/>',
  drop: '<path d="M8 2.4v7.2M5 6.8l3 3 3-3M2.6 10v3.6h10.8V10"/>',
  error: '<path d="M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5Z"/><path d="M8 5v3.6M8 10.9v.2"/>',
  evaluate: '<circle cx="8" cy="8" r="5.6"/><circle cx="8" cy="8" r="2"/>',
  export: '<path d="M8.8 3H3v10h5.8M7 8h7M11.2 5.2 14 8l-2.8 2.8"/>',
  file: '<path d="M4 2h5.2L12.5 5.2V14H4Z"/><path d="M9 2v3.4h3.4"/>',
  folder: '<path d="M2 3.8h4.2l1.5 1.6H14v7.8H2Z"/>',
  idle: '<circle cx="8" cy="8" r="5"/>',
  key: '<rect x="1.8" y="4" width="12.4" height="8.4" rx="1.3"/><path d="M4.4 6.8h.1M7 6.8h.1M9.6 6.8h.1M12 6.8h.1M5.4 9.8h5.2"/>',
  lock: '<rect x="3.3" y="7" width="9.4" height="6.6" rx="1.3"/><path d="M5.4 7V5a2.6 2.6 0 0 1 5.2 0v2"/>',
  merge: '<path d="M3 2.6h10M3 13.4h10M8 5v6M5.9 7.1 8 5l2.1 2.1M5.9 8.9 8 11l2.1-2.1"/>',
  models: '<path d="m8 1.9 5.2 2.9v6.4L8 14.1l-5.2-2.9V4.8Z"/><path d="M2.8 4.8 8 7.7l5.2-2.9M8 7.7v6.4"/>',
  monitor: '<path d="M1.8 8.4h3l1.9-4.6 2.6 8.4 1.9-5.4.9 1.6h2.1"/>',
  moon: '<path d="M13.3 9.7A5.7 5.7 0 0 1 6.3 2.7a5.7 5.7 0 1 0 7 7Z"/>',
  more: '<circle class="dotf" cx="3.4" cy="8" r="1.2"/><circle class="dotf" cx="8" cy="8" r="1.2"/><circle class="dotf" cx="12.6" cy="8" r="1.2"/>',
  off: '<circle cx="8" cy="8" r="5.3"/><path d="m4.4 11.6 7.2-7.2"/>',
  outline: '<path d="M3 4h10M5.5 8H13M5.5 12H13"/>',
  paste: '<path d="M5.6 3.2H3.4v10.6h9.2V3.2h-2.2"/><rect x="5.6" y="1.9" width="4.8" height="2.6" rx=".8"/>',
  pipeline:
    '<circle cx="3.3" cy="8" r="1.7"/><circle cx="12.7" cy="3.8" r="1.7"/><circle cx="12.7" cy="12.2" r="1.7"/><path d="M5 7.4 11 4.5M5 8.6l6 2.9"/>',
  play: '<path class="fill" d="M5 3.1v9.8l7.6-4.9Z"/>',
  plus: '<path d="M8 3v10M3 8h10"/>',
  prose: '<path d="M3 3.5h10M3 6.5h10M3 9.5h10M3 12.5h5.5"/>',
  queued:
    '<circle class="dotf" cx="3.4" cy="8" r="1.3"/><circle class="dotf" cx="8" cy="8" r="1.3"/><circle class="dotf" cx="12.6" cy="8" r="1.3"/>',
  redo: '<path d="m10 3 3.2 3.2L10 9.4M13 6.2H6.6a3.6 3.6 0 0 0 0 7.2h2.8"/>',
  rename: '<path d="M3 13h10M4.5 10.5l.5-2.4 5.6-5.6 1.9 1.9L6.9 10Z"/>',
  trail:
    '<rect x="2.2" y="10.7" width="11.6" height="3.3" rx="1.6"/><rect x="3.9" y="6.4" width="8.4" height="3" rx="1.5"/><rect x="5.7" y="2.2" width="4.8" height="2.9" rx="1.4"/>',
  share: '<path d="M8 10V2.2M5 5l3-3 3 3M3 8.6v5h10v-5"/>',
  right: '<path d="m6.2 4 4 4-4 4"/>',
  running: '<circle class="faint" cx="8" cy="8" r="5.6"/><path d="M8 2.4A5.6 5.6 0 0 1 13.6 8"/>',
  runs: '<path d="M2.5 2.5v11h11"/><path d="m5 10.2 2.6-3.1 2.2 1.5L13 4.4"/>',
  search: '<circle cx="7" cy="7" r="4.3"/><path d="m10.3 10.3 3.4 3.4"/>',
  split: '<path d="M3 8h10M8 2.4v3.4M8 10.2v3.4M5.9 4.5 8 2.4l2.1 2.1M5.9 11.5 8 13.6l2.1-2.1"/>',
  stale: '<circle cx="8" cy="8" r="5.3"/><path class="fill" d="M8 2.7a5.3 5.3 0 0 0 0 10.6Z"/>',
  stop: '<rect class="fill" x="4" y="4" width="8" height="8" rx="1"/>',
  stopped: '<rect x="3.6" y="3.6" width="8.8" height="8.8" rx="1"/>',
  sun: '<circle cx="8" cy="8" r="2.9"/><path d="M8 1.6v1.5M8 12.9v1.5M1.6 8h1.5M12.9 8h1.5M3.5 3.5l1 1M11.5 11.5l1 1M3.5 12.5l1-1M11.5 4.5l1-1"/>',
  train: '<path d="M2.5 2.5c.8 6.4 3.2 9.4 11 10.2"/><circle class="dotf" cx="13" cy="12.6" r="1.4"/>',
  trash: '<path d="M3 4.5h10M6.2 4.3V2.8h3.6v1.5M4.4 4.5l.6 8.7h6l.6-8.7"/>',
  undo: '<path d="M6 3 2.8 6.2 6 9.4M3 6.2h6.4a3.6 3.6 0 0 1 0 7.2H6.6"/>',
  up: '<path d="M8 13V3M4 7l4-4 4 4"/>',
  variables:
    '<path d="M5.2 2.8H4.4c-1 0-1.5.6-1.5 1.5v2.2L1.6 8l1.3 1.5v2.2c0 .9.5 1.5 1.5 1.5h.8M10.8 2.8h.8c1 0 1.5.6 1.5 1.5v2.2L14.4 8l-1.3 1.5v2.2c0 .9-.5 1.5-1.5 1.5h-.8M6.3 6.2l3.4 3.6M9.7 6.2 6.3 9.8"/>',
  x: '<path d="m4 4 8 8M12 4l-8 8"/>',
} as const;

export type IconName = keyof typeof icons;

/** The marks of an icon, to be put inside an `svg`: constant text of this file, never anything from a notebook. */
export function iconMarks(name: IconName): string {
  return icons[name];
}
