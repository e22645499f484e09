import type { MailExpectation } from '../../format/schema/expectation.ts'
import type { Path } from '../../format/positions.ts'
import { checkText } from './check-text.ts'
import { counted, listed, quoted, same } from './finding.ts'
import type { Finding } from './finding.ts'

interface Mail {
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** E-mails of Gorgias, or those that tell of a failure: so many, or exactly these. */
export function checkMails(
  expected: number | readonly MailExpectation[] | undefined,
  path: Path,
  noun: string,
  mails: readonly Mail[],
): Finding[] {
  if (expected === undefined) return []
  const count = typeof expected === 'number' ? expected : expected.length
  if (count !== mails.length) {
    const seen = mails.map((mail) => `to ${mail.to}, ${quoted(mail.subject)}`)
    return [{ path, message: `expected ${counted(count, noun)}, found ${mails.length}${listed(seen)}` }]
  }
  return typeof expected === 'number'
    ? []
    : mails.flatMap((mail, index) =>
        checkMail(expected[index] ?? {}, [...path, index], `${noun} ${index + 1}`, mail),
      )
}

function checkMail(expected: MailExpectation, path: Path, what: string, mail: Mail): Finding[] {
  return [
    ...same([...path, 'to'], `${what} to go to`, expected.to, mail.to),
    ...same([...path, 'from'], `${what} to be from`, expected.from, mail.from),
    ...same([...path, 'subject'], `${what} to have subject`, expected.subject, mail.subject),
    ...checkText(expected, path, what, mail),
  ]
}
