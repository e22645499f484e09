import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'an event has the recorded keys, and one context with all of its request'

/** What is known about events on their endpoints. */
export const eventFidelity = recordsOf('Events', 'mock-server/test/resources/events.test.ts', [
  {
    subject: 'listEvents',
    aspect: 'Answers the older envelope and the keys of an event, their order and types.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'listEvents',
    aspect: 'Needs object_id beside object_type.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: 'the list of events needs the id of an object beside its type',
  },
  {
    subject: 'listEvents',
    aspect: 'Is filtered by types and users; lists may be written with brackets.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of events is filtered by types and users, written with or without brackets',
  },
  {
    subject: 'listEvents',
    aspect: 'Is filtered by created_datetime[gt], [gte], [lt] and [lte].',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of events knows events with created_datetime[%s]=%s',
  },
  {
    subject: 'getEvent',
    aspect: 'Answers the event as the list shows it.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: KEYS,
  },
])
