import { describe, expect, it } from 'vitest';
import { byTime, filesOf, json, minute, times, type FileCase } from '../../testing/file-case.ts';

const cases: readonly FileCase[] = [
  {
    name: 'rotation by the time of records',
    config: byTime('Daily', { 'rotate.interval.ms': String(10 * minute) }),
    records: [{ t: 0 }, { t: 9 }, { t: 10 }, { t: 19 }, { t: 20 }],
    files: [
      'topics/t/year=2026/month=11/day=27/t+0+0000000000+0000000001.json',
      'topics/t/year=2026/month=11/day=27/t+0+0000000002+0000000003.json',
    ],
  },
  {
    name: 'no rotation by older records',
    config: byTime('Daily', { 'rotate.interval.ms': String(10 * minute) }),
    records: [{ t: 0 }, { t: -50 }, { t: 9 }],
    files: [],
  },
  {
    name: 'rotation of folders that are not full',
    config: byTime('Hourly', { 'rotate.interval.ms': String(60 * minute) }),
    records: [{ t: 0 }, { t: 40 }, { t: 70 }],
    files: [
      'topics/t/year=2026/month=11/day=27/hour=12/t+0+0000000000+0000000000.json',
      'topics/t/year=2026/month=11/day=27/hour=13/t+0+0000000001+0000000001.json',
    ],
  },
  {
    name: 'a file for each folder, whatever the order',
    config: byTime('Hourly', { 'flush.size': '4' }),
    records: [{ t: 0 }, { t: 60 }, { t: 1 }, { t: 61 }],
    files: [
      'topics/t/year=2026/month=11/day=27/hour=12/t+0+0000000000+0000000002.json',
      'topics/t/year=2026/month=11/day=27/hour=13/t+0+0000000001+0000000003.json',
    ],
  },
  {
    name: 'rotation by the clock where records have no time',
    config: { ...json, 'rotate.interval.ms': String(10 * minute) },
    records: [{}, { wait: 11 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'rotation at a multiple of the clock',
    config: { ...json, timezone: 'UTC', 'rotate.schedule.interval.ms': String(60 * minute) },
    records: [{}, { wait: 29 }, { wait: 2 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000001.json'],
  },
  {
    name: 'the same though no record comes',
    config: { ...json, timezone: 'UTC', 'rotate.schedule.interval.ms': String(60 * minute) },
    records: [{}],
    wait: 31,
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'files closed when traffic stops',
    config: byTime('Daily', { 'rotate.interval.ms': String(10 * minute) }),
    records: [{ t: 0 }],
    wait: 11,
    files: ['topics/t/year=2026/month=11/day=27/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'the same by a time of its own',
    config: { ...json, 'rotate.idle.interval.ms': String(minute) },
    records: [{}, {}],
    wait: 2,
    files: ['topics/t/partition=0/t+0+0000000000+0000000001.json'],
  },
  {
    name: 'rotation by bytes',
    config: { ...json, 'flush.bytes': '10' },
    records: times(5, () => ({ value: 'é1' })),
    files: [
      'topics/t/partition=0/t+0+0000000000+0000000001.json',
      'topics/t/partition=0/t+0+0000000002+0000000003.json',
    ],
  },
  {
    name: 'a change of the schema',
    config: { ...json, 'flush.size': '100' },
    records: [{ v: 1 }, { v: 1 }, { v: 2 }, { v: 1 }],
    files: [
      'topics/t/partition=0/t+0+0000000000+0000000001.json',
      'topics/t/partition=0/t+0+0000000002+0000000002.json',
    ],
  },
  {
    name: 'BACKWARD: older ones go along',
    config: { ...json, 'schema.compatibility': 'BACKWARD', 'flush.size': '3' },
    records: [{ v: 2 }, { v: 1 }, { v: 2 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000002.json'],
  },
  {
    name: 'BACKWARD: newer ones do not',
    config: { ...json, 'schema.compatibility': 'BACKWARD' },
    records: [{ v: 1 }, { v: 2 }, { v: 1 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'FULL: newer ones do not',
    config: { ...json, 'schema.compatibility': 'FULL' },
    records: [{ v: 1 }, { v: 2 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'FORWARD: newer ones go along',
    config: { ...json, 'schema.compatibility': 'FORWARD', 'flush.size': '2' },
    records: [{ v: 1 }, { v: 2 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000001.json'],
  },
  {
    name: 'FORWARD: older ones do not',
    config: { ...json, 'schema.compatibility': 'FORWARD' },
    records: [{ v: 2 }, { v: 1 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'the folder of the clock',
    config: byTime('Hourly', { 'flush.size': '2', 'timestamp.extractor': 'Wallclock' }),
    records: [{ t: -500 }, { t: -900, wait: 31 }],
    files: [
      'topics/t/year=2026/month=11/day=27/hour=12/t+0+0000000000+0000000000.json',
      'topics/t/year=2026/month=11/day=27/hour=13/t+0+0000000001+0000000001.json',
    ],
  },
];

describe('files are completed by', () => {
  it.each(cases)('$name', async (one) => {
    expect(await filesOf(one)).toEqual([...one.files].toSorted());
  });
});
