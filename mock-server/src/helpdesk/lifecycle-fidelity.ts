import { recordsOf } from '../kernel/fidelity.ts'

const chosen = { standing: 'inferred', source: 'none: chosen' } as const
const helpCentre = { standing: 'documented', source: 'help centre, 2026' } as const
const recorded = { standing: 'recorded', compared: '2026-11-22' } as const

const snooze = recordsOf('Snooze', 'mock-server/test/snooze.test.ts', [
  {
    subject: 'snoozed ticket',
    aspect: 'Opens by itself when its time has come, with the event and the trigger ticket-self-unsnoozed.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a snoozed ticket sleeps as it is, and wakes when its time has come: open, unread, with its event',
  },
  {
    subject: 'snoozed ticket',
    aspect: 'Keeps its status while it sleeps: the view of snoozed tickets asks for open ones.',
    ...recorded,
    source: 'recorded answers, August 2026 (the filters of the view)',
    test: 'a snoozed ticket stands in the view of snoozed tickets until it wakes',
  },
  {
    subject: 'snoozed ticket',
    aspect: 'Opens when it wakes, if it was closed meanwhile.',
    ...chosen,
    test: 'a snoozed ticket opens again if it was closed meanwhile',
  },
  {
    subject: 'snoozed ticket',
    aspect: 'Rules on tickets updated run first, then those on tickets that wake.',
    ...chosen,
    test: 'a snoozed ticket sets off the rules on tickets updated, then those on tickets that wake',
  },
  {
    subject: 'snoozed ticket',
    aspect: 'A snooze that is changed or ended does not wake it.',
    ...chosen,
    test: 'a snoozed ticket wakes at the time that was said last, or not at all',
  },
  {
    subject: 'snoozed ticket',
    aspect: 'Wakes early when its customer writes, without the event of waking by itself.',
    ...chosen,
    test: 'a snoozed ticket wakes early when its customer writes, and not when an agent does',
  },
  {
    subject: 'snooze_datetime',
    aspect: 'A time that is over wakes the ticket at once; an imported ticket keeps it.',
    ...chosen,
    test: 'a snoozed ticket wakes at once where the time is over; what is imported keeps its past',
  },
  {
    subject: 'snoozed ticket',
    aspect: 'A rule does not answer to the end of a snooze that it began itself.',
    ...chosen,
    test: 'a snoozed ticket may be snoozed by a rule, which does not answer to the waking that it caused',
  },
])

const autoMerge = recordsOf('Auto-merge', 'mock-server/test/auto-merge.test.ts', [
  {
    subject: 'auto-merge',
    aspect: 'Is off at first, with a window of five days.',
    ...recorded,
    source: 'recorded answers, February 2025 and August 2026',
    test: 'auto-merge is off at first',
  },
  {
    subject: 'auto-merge',
    aspect: 'Puts a new ticket into an older open one of its customer, which keeps its channel.',
    ...helpCentre,
    test: 'auto-merge puts a handoff into the older open ticket of its customer, which keeps its channel (REQ-105)',
  },
  {
    subject: 'auto-merge',
    aspect: 'Leaves ticket-merged of nobody on the older ticket, with source_ticket_id and merged_by.',
    ...chosen,
    test: 'auto-merge puts a handoff into the older open ticket of its customer, which keeps its channel (REQ-105)',
  },
  {
    subject: 'auto-merge',
    aspect: 'A rule on tickets created keeps a ticket apart.',
    ...helpCentre,
    test: 'auto-merge leaves a ticket alone that a rule on tickets created excludes, with effects that are %s (REQ-105)',
  },
  {
    subject: 'auto-merge',
    aspect: 'The window counts from what was last said on the older ticket; of several it is the newest.',
    ...chosen,
    test: 'auto-merge reaches back as many days as the setting says since something was last said',
  },
  {
    subject: 'auto-merge',
    aspect: 'Spares what is closed, spam or in the trash.',
    ...chosen,
    test: 'auto-merge spares a ticket that is %s, old or new',
  },
  {
    subject: 'auto-merge',
    aspect: 'Spares tickets that an agent begins, and imported ones.',
    ...chosen,
    test: 'auto-merge spares tickets of others, those that an agent writes, and history that is imported',
  },
  {
    subject: 'auto-merge',
    aspect: 'Wakes the older ticket.',
    ...chosen,
    test: 'auto-merge wakes the older ticket where it is snoozed',
  },
  {
    subject: 'auto-merge',
    aspect: 'Is an update of the older ticket to rules; those on messages do not run a second time.',
    ...chosen,
    test: 'auto-merge lets the rules on tickets updated look at the older ticket, and those on messages not again',
  },
])

const surveys = recordsOf('Automatic surveys', 'mock-server/test/automatic-surveys.test.ts', [
  {
    subject: 'setting satisfaction-surveys',
    aspect: 'A fresh account asks two hours on, about e-mail, chat, help center and contact form.',
    ...recorded,
    source: 'recorded answers, February 2025 (the setting); that it counts hours from closing is chosen',
    test: 'a ticket that is closed asks its customer for their opinion some hours later, by e-mail, as the setting says',
  },
  {
    subject: 'automatic survey',
    aspect:
      'Is there with its should_send_datetime from closing on, and leaves as e-mail whatever the channel.',
    ...chosen,
    test: 'a ticket that is closed asks its customer for their opinion some hours later, by e-mail, as the setting says',
  },
  {
    subject: 'automatic survey',
    aspect: 'Is called off when the ticket is opened again, and planned anew when it is closed.',
    ...chosen,
    test: 'a ticket that is closed does not ask while it is open again, and asks once it is closed again',
  },
  {
    subject: 'automatic survey',
    aspect: 'Is sent once per ticket.',
    ...chosen,
    test: 'a ticket that is closed asks once, however often it is closed',
  },
  {
    subject: 'automatic survey',
    aspect:
      'Is skipped, with an event that says why, where nobody but rules has answered, and for spam, trash and excluded tickets.',
    ...chosen,
    test: 'a ticket that is closed says why it does not ask: nobody answered, spam, trash, a rule that excludes it',
  },
  {
    subject: 'automatic survey',
    aspect: 'Leaves a ticket alone whose survey somebody else made or put off.',
    ...chosen,
    test: 'a ticket that is closed does not ask where somebody else saw to the survey, before or after',
  },
])

const ASSIGNMENT = 'mock-server/test/ticket-assignment.test.ts'

const assignment = recordsOf('Ticket assignment', ASSIGNMENT, [
  {
    subject: 'setting ticket-assignment',
    aspect: 'Automatic assignment is off at first.',
    ...recorded,
    source: 'recorded answers, February 2025 and August 2026',
    test: 'automatic assignment is off at first, and is for the channels that are named',
  },
  {
    subject: 'auto_assign_to_teams',
    aspect: "Gives a team's open tickets of the named channels to its available agents in turn.",
    ...chosen,
    test: 'automatic assignment gives the tickets of a team to its agents in turn, and leaves their events',
  },
  {
    subject: 'available agent',
    aspect: 'Everybody active whose role works on tickets, until the control plane says otherwise.',
    ...chosen,
    test: 'automatic assignment passes over agents who are not available, deactivated ones and roles that only look on',
  },
  {
    subject: 'max_user_chat_ticket, max_user_non_chat_ticket',
    aspect: 'Count open tickets that are awake; what is over waits until an agent of the team has room.',
    ...chosen,
    test: 'automatic assignment holds to the limits of chats and of all else; what is over waits for room, the oldest first',
  },
  {
    subject: 'can_exceed_max_agent_capacity',
    aspect: 'Where nobody has room, the next in turn gets the ticket all the same.',
    ...chosen,
    test: 'automatic assignment fills agents who have room first, and the others where they may exceed their capacity',
  },
  {
    subject: 'unassign_on_reply',
    aspect: "A customer's answer takes the ticket from an agent who is not available.",
    ...chosen,
    test: "assignment and answers a customer's answer frees a ticket from an agent who is not available, if the account is set so",
  },
  {
    subject: 'auto_assign_ticket_to_responding_agent',
    aspect: 'Who answers in the helpdesk takes a ticket of nobody.',
    ...chosen,
    test: 'assignment and answers an agent who answers in the helpdesk takes a ticket of nobody, if the account is set so',
  },
  {
    subject: 'unassign_on_user_unavailability',
    aspect: 'Names channels whose open tickets an agent loses who becomes unavailable.',
    ...chosen,
    test: 'assignment and answers an agent who leaves loses the open tickets of the channels that the setting names',
  },
  {
    subject: 'team',
    aspect: 'Assigning a team alone does not set off rules on assignment.',
    standing: 'documented',
    source: 'help centre, 2026 (questions about rules)',
    test: 'a team is assigned without setting off the rules on assignment, a user with them',
  },
])

const setAside = recordsOf('Spam and trash', 'mock-server/test/spam-and-trash.test.ts', [
  {
    subject: 'spam, trash',
    aspect: 'Stand in the views that speak of them and in no other.',
    ...chosen,
    test: 'a ticket that is %s stands in the view %s alone, and in others again once it is not',
  },
  {
    subject: 'spam, trash',
    aspect: 'Rules run all the same (documented for spam, chosen for the trash).',
    ...helpCentre,
    test: 'a ticket that is spam or in the trash is looked at by rules',
  },
  {
    subject: 'spam, trash',
    aspect:
      "Stay where they are when a customer's message is put onto them by its ticket's id; nothing is emptied by itself.",
    ...chosen,
    test: "a customer's message stays on a ticket that is spam or in the trash, which stays there",
  },
])

const hours = recordsOf('Business hours', 'mock-server/src/helpdesk/account/business-hours.test.ts', [
  {
    subject: 'business hours',
    aspect: 'Count by the clocks of the time zone of the setting, before and after they change.',
    ...chosen,
    test: 'business hours are those of the clocks of their zone before and after they change',
  },
])

/** What is known about the life of a ticket by the settings of the account. */
export const LIFECYCLE_FIDELITY = [...snooze, ...autoMerge, ...surveys, ...assignment, ...setAside, ...hours]
