import { recordsOf } from '../../kernel/fidelity.ts'

const LISTS = 'the lists of the phone have the older envelope, the newest first'
const BY_TICKET = 'calls are listed by ticket, page by page'
const CALL = 'a call says who called whom, who answered, for how long, and what was kept'
const EVENTS = 'the events of a call tell how it went'
const RECORDING = 'a recording that is deleted is still listed, without what was recorded'

const documented = { standing: 'documented', source: 'reference, mid 2026' } as const
const chosen = { standing: 'inferred', source: 'none: chosen' } as const

/** What is known about the phone: the paths and their parameters; all else is inferred. */
export const phoneFidelity = recordsOf('Phone', 'mock-server/test/resources/phone.test.ts', [
  {
    subject: 'listVoiceCalls',
    aspect: 'Takes cursor, limit and ticket_id, and no order.',
    ...documented,
    test: BY_TICKET,
  },
  {
    subject: 'listVoiceCalls',
    aspect: 'Answers the older envelope, the newest first.',
    ...chosen,
    test: LISTS,
  },
  {
    subject: 'listVoiceCalls',
    aspect: 'Calls come from the seed of an account alone: nobody makes one over the API.',
    ...chosen,
    test: 'the demo account has a call with its recording',
  },
  {
    subject: 'getVoiceCall',
    aspect:
      'The keys: provider, direction, status completed or missed, both numbers, who made and who answered it, seconds, what was kept, times.',
    ...chosen,
    test: CALL,
  },
  {
    subject: 'listVoiceCallEvents',
    aspect: 'Takes cursor, limit and call_id, and no order.',
    ...documented,
    test: EVENTS,
  },
  {
    subject: 'listVoiceCallEvents',
    aspect: 'Answers the older envelope, the newest first.',
    ...chosen,
    test: LISTS,
  },
  {
    subject: 'getVoiceCallEvent',
    aspect: 'The keys; the types call-started, call-answered, call-missed and call-ended.',
    ...chosen,
    test: EVENTS,
  },
  {
    subject: 'listVoiceCallRecordings',
    aspect: 'Takes cursor, limit and call_id, and no order.',
    ...documented,
    test: RECORDING,
  },
  {
    subject: 'listVoiceCallRecordings',
    aspect: 'Answers the older envelope, the newest first.',
    ...chosen,
    test: LISTS,
  },
  {
    subject: 'getVoiceCallRecording',
    aspect: 'The keys; the types call-recording and voicemail-recording; nothing lies at the url.',
    ...chosen,
    test: RECORDING,
  },
  {
    subject: 'deleteVoiceCallRecording',
    aspect: 'Answers 204 without a body.',
    ...documented,
    test: RECORDING,
  },
  {
    subject: 'deleteVoiceCallRecording',
    aspect: 'It is still listed, with deleted_datetime and without url; a second time changes nothing.',
    ...chosen,
    test: RECORDING,
  },
])
