import { recordsOf } from '../kernel/fidelity.ts'

const chosen = { standing: 'inferred', source: 'none: chosen' } as const

/** What is known about the pages that customers see. */
export const PUBLIC_FIDELITY = recordsOf('Survey page', 'mock-server/test/automatic-surveys.test.ts', [
  {
    subject: 'survey page',
    aspect:
      'Stands below /survey at a link that cannot be guessed, asks for 1 to 5 and a text, runs no script.',
    ...chosen,
    test: 'the page of a survey stands at the link of the e-mail, runs no script and shows the subject as text',
  },
  {
    subject: 'survey page',
    aspect: 'An answer sets score, text and time, leaves its event, and sets off the rules that wait for it.',
    ...chosen,
    test: 'the page of a survey takes an answer: score, text and time, the event, the rules that wait for it',
  },
  {
    subject: 'survey page',
    aspect: 'Is answered once; a second answer is a 409 and changes nothing.',
    ...chosen,
    test: 'the page of a survey is answered once, the text being optional',
  },
])
