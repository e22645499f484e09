import { recordsOf } from '../../kernel/fidelity.ts'

const CHOSEN = 'none: chosen'

const sending = recordsOf('E-mail out', 'mock-server/test/sending.test.ts', [
  {
    subject: 'Message-ID',
    aspect: 'Is told on the message once it was sent, with ticket and message in front of the host.',
    standing: 'recorded',
    source: 'recorded answers, November 2024; all but that form is chosen',
    test: {
      file: 'mock-server/test/messages.test.ts',
      name: "an agent's reply leaves through the mailbox it names, as part of the ticket [REQ-021]",
    },
    compared: '2026-11-22',
  },
  {
    subject: 'thread',
    aspect:
      'In-Reply-To names what the customer wrote last, References the thread: its first and newest twenty.',
    standing: 'inferred',
    source: 'none: as RFC 5322 has it',
    test: 'an e-mail that leaves answers what the customer wrote last, and names its thread',
  },
  {
    subject: 'subject',
    aspect: "The message's own, else the ticket's, with one Re: in front of an answer.",
    standing: 'inferred',
    source: `${CHOSEN}; that replies have none of their own was recorded`,
    test: 'an e-mail that leaves has the subject of the ticket, with one Re: in front of an answer and none in front of a beginning',
  },
  {
    subject: 'HTML and text',
    aspect: 'The part that was not written is made from the other for the e-mail, not for the message.',
    standing: 'inferred',
    source: CHOSEN,
    test: 'an e-mail that leaves has HTML and text, whichever of them was written',
  },
  {
    subject: 'recipients',
    aspect: 'To, cc and bcc of the source, each address once; more than a hundred are a failure.',
    standing: 'inferred',
    source: CHOSEN,
    test: 'an e-mail that leaves to more than a hundred recipients fails, and nobody gets it',
  },
  {
    subject: 'Auto-Submitted',
    aspect: 'Is auto-replied where a rule, AI Agent or a survey wrote.',
    standing: 'inferred',
    source: 'none: as RFC 3834 has it',
    test: 'an e-mail that leaves says that it is automatic where a rule wrote it, and else does not',
  },
  {
    subject: 'include_thread',
    aspect: 'Is false on replies of the helpdesk; then the e-mail holds the reply alone.',
    standing: 'recorded',
    source: 'recorded answers, November 2024; that it means this is inferred',
    test: 'the thread beneath a reply is left out unless the reply asks for it',
    compared: '2026-11-22',
  },
  {
    subject: 'include_thread',
    aspect: 'True: all that the customer has seen, the newest first, each quoted in its successor.',
    standing: 'recorded',
    source: 'recorded answers, November 2024: the form of a quote; the rest is chosen',
    test: 'the thread beneath a reply has what was said before, the newest first, in quotes within quotes',
    compared: '2026-11-22',
  },
  {
    subject: 'internal note',
    aspect: 'Is never public, whatever a caller says of it.',
    standing: 'inferred',
    source: CHOSEN,
    test: 'an internal note is never public, whatever is said of it',
  },
  {
    subject: 'internal note',
    aspect: 'Stays one: a change of its channel is refused with 400.',
    standing: 'inferred',
    source: CHOSEN,
    test: {
      file: 'mock-server/test/mail-privacy.test.ts',
      name: 'what is not for customers stays inside when it is a note, which becomes nothing else: the change is refused by field (REQ-039)',
    },
  },
  {
    subject: 'message that is not public',
    aspect: 'Never leaves, not when it is sent again, and makes nothing billable.',
    standing: 'inferred',
    source: CHOSEN,
    test: {
      file: 'mock-server/test/mail-privacy.test.ts',
      name: 'what is not for customers stays inside when it is sent again, and costs nothing (REQ-039)',
    },
  },
  {
    subject: 'e-mail to others',
    aspect: "An agent's forward and a rule's e-mail to somebody else are no part of what the customer gets.",
    standing: 'inferred',
    source: CHOSEN,
    test: {
      file: 'mock-server/test/mail-privacy.test.ts',
      name: 'what is not for customers stays inside when an agent or a rule wrote it to others: no quote and no answer repeats it',
    },
  },
  {
    subject: 'internal note',
    aspect: 'Is never part of an e-mail, whatever quotes or templates are about.',
    standing: 'inferred',
    source: CHOSEN,
    test: {
      file: 'mock-server/test/mail-privacy.test.ts',
      name: 'no note is ever in an e-mail, whatever people, rules and robots do (REQ-039)',
    },
  },
])

const smtp = recordsOf('SMTP', 'mock-server/test/smtp.test.ts', [
  {
    subject: 'refused recipient',
    aspect:
      'Is a bounce, if the server refuses for good; else the outbox tells the failure, and nothing is tried again.',
    standing: 'inferred',
    source: CHOSEN,
    test: 'over SMTP a recipient who is refused for good makes it a bounce',
  },
  {
    subject: 'silent server',
    aspect: 'Is left alone for half a minute: what would leave meanwhile fails in the outbox.',
    standing: 'inferred',
    source: CHOSEN,
    test: {
      file: 'mock-server/src/edge/mail/relay.test.ts',
      name: 'a server that does not answer holds virtual time up for one e-mail, not for each that waits',
    },
  },
  {
    subject: 'mailbox',
    aspect: 'Takes subaddresses such as support+orders@.',
    standing: 'inferred',
    source: CHOSEN,
    test: 'the SMTP listener finds the account by the mailbox, subaddresses and all',
  },
  {
    subject: 'Return-Path',
    aspect: "Is the envelope's sender, whatever the e-mail claims.",
    standing: 'inferred',
    source: 'none: as RFC 5321 has it',
    test: 'the SMTP listener keeps the sender of the envelope as Return-Path, whatever the e-mail says; a bounce has none and no rule answers it',
  },
  {
    subject: 'size',
    aspect: 'Of an e-mail: ten megabytes at the most.',
    standing: 'inferred',
    source: 'none: the limit is not published',
    test: 'the SMTP listener refuses what is larger than ten megabytes, and leaves nothing',
  },
])

const threading = recordsOf('E-mail in', 'mock-server/test/threading.test.ts', [
  {
    subject: 'thread',
    aspect: 'Is found by In-Reply-To, then References from the last on, among Message-IDs sent and received.',
    standing: 'inferred',
    source: 'none: as RFC 5322 has it; that an answer stays on its ticket is documented',
    test: "a customer's answer finds its ticket by In-Reply-To, by References, and by what the customer sent before",
  },
  {
    subject: 'merged ticket',
    aspect: 'Leads answers to where it went.',
    standing: 'inferred',
    source: CHOSEN,
    test: "a customer's answer follows a ticket that was merged into another, named or not",
  },
  {
    subject: 'trashed or deleted ticket',
    aspect: 'Gets no answers: they open a new one.',
    standing: 'inferred',
    source: CHOSEN,
    test: "a customer's answer to a ticket in the trash, or to one that was deleted, opens a new one",
  },
  {
    subject: 'auto-split',
    aspect: 'An answer by e-mail after ten days without a message opens a new ticket, as the setting says.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'an answer by e-mail after ten quiet days opens a new ticket, which remembers the old one; a moment earlier it does not',
  },
  {
    subject: 'auto-split',
    aspect: 'Leaves ticket-split with split_from on the new ticket; later answers go on there.',
    standing: 'inferred',
    source: `${CHOSEN}; the type of the event is documented`,
    test: 'an answer by e-mail after ten quiet days goes on where the conversation went on since',
  },
  {
    subject: 'auto-split',
    aspect: 'A chat is split after three days.',
    standing: 'documented',
    source: 'help centre, 2026; the part of the setting for it is inferred',
    test: 'a chat stays one ticket, reopens, and is split after three quiet days',
  },
  {
    subject: 'chat',
    aspect: 'Is answered in the chat; its tickets have via gorgias_chat.',
    standing: 'inferred',
    source: `${CHOSEN}; the value is documented`,
    test: 'a chat is answered in the chat window: no e-mail leaves, and no note is shown',
  },
])

const reading = recordsOf('E-mail in', 'mock-server/test/mime.test.ts', [
  {
    subject: 'receiver',
    aspect: 'Of an e-mail is the bot of the mailbox.',
    standing: 'recorded',
    source: 'recorded answers, November 2024',
    test: "an e-mail as it travels comes to the mailbox's bot",
    compared: '2026-11-22',
  },
  {
    subject: 'stripped texts',
    aspect: 'Leave out what is quoted and signed.',
    standing: 'recorded',
    source: 'recorded answers, November 2024: that they do; how it is told is chosen',
    test: 'an e-mail as it travels becomes a message with its texts, people, headers and Message-ID',
    compared: '2026-11-22',
  },
  {
    subject: 'name_set_via',
    aspect: 'Of a customer whom an e-mail made is email.',
    standing: 'recorded',
    source: 'recorded answers, November 2024',
    test: 'an e-mail as it travels becomes a message with its texts, people, headers and Message-ID',
    compared: '2026-11-22',
  },
  {
    subject: 'files',
    aspect: 'Are kept as private attachments, fifty of an e-mail at the most; HTML shows images from there.',
    standing: 'inferred',
    source: CHOSEN,
    test: 'an e-mail as it travels brings its files, which the account keeps and shows to whoever has credentials',
  },
  {
    subject: 'automatic e-mail',
    aspect:
      'Is kept; neither rules nor AI Agent answer it: Auto-Submitted, Precedence, X-Autoreply, List-Id, an empty Return-Path, multipart/report.',
    standing: 'inferred',
    source: 'none: as RFC 3834 has it; that mailing lists are not answered is documented',
    test: 'an e-mail that no person wrote is kept with its headers and not answered by rules: %j',
  },
  {
    subject: 'headers',
    aspect: 'Are kept, a hundred at the most; those that tell of a machine always.',
    standing: 'inferred',
    source: CHOSEN,
    test: 'an e-mail that no person wrote is told as such however many headers stand in front of the one that says so, and however it is spelt',
  },
  {
    subject: 'e-mail of an own mailbox',
    aspect: 'Is kept and not answered by rules.',
    standing: 'inferred',
    source: CHOSEN,
    test: 'an e-mail that no person wrote but comes from one of the own mailboxes is not answered, either',
  },
])

/** What is known about e-mails and chats, out and in. */
export const MAIL_FIDELITY = [...sending, ...smtp, ...threading, ...reading]
