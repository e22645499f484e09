/** Who answers for a requirement. */
export type Owner = 'simulator' | 'handoff' | 'contracts' | 'scenarios' | 'documents' | 'billing'

const letters: Record<string, Owner> = {
  s: 'simulator',
  h: 'handoff',
  c: 'contracts',
  q: 'scenarios',
  d: 'documents',
  b: 'billing',
}

/** One line a requirement: number, owners by their first letters (q: scenarios), what is demanded. */
const LINES = `
001 hq A conversation that the AI resolves makes no ticket
002 h Only conversations that need a person make a ticket
003 h The customer gets the handoff message
004 h The message comes first, then the ticket
005 hc Ticket, transcript and summary are one API call
006 sq Afterwards the team works in Gorgias alone
007 h The same handoff twice makes one ticket
008 h A reopened conversation makes a second ticket that names the first
009 hq A handoff without any answer of the AI works
010 h Chat is supported
011 h E-mail is supported
012 h SMS is refused, told, and kept in Gladly
013 h Voice is refused, told, and kept in Gladly
014 sq Whatever the channel was, the follow-up is an e-mail
015 d SMS and voice are documented as planned
016 h A conversation over several channels is judged by the one that is handed off
017 hc The handoff message is configured per guide
018 d The example of a handoff message is no default
019 sq With the auto-reply rule the customer gets a confirmation
020 sq Without a rule the customer gets nothing at creation
021 s An agent's answer leaves through the ticket's channel
022 sq The customer can answer, on the same ticket
023 h The first message is the full transcript, in the order of time
024 hc The transcript is a public e-mail message
025 hs Creating it e-mails nobody and costs nothing
026 h Customer and AI are told apart without colour
027 h Product recommendations keep name, price and link
028 h Order look-ups keep lines, totals and tracking
029 h Other structured content is kept; what is unknown is visible
030 h Internal items never become public
031 hc A customer without an e-mail address has a defined outcome
032 hs Gorgias matches the customer by e-mail address
033 sq An existing profile keeps its history and gets the ticket
034 s A new customer gets a profile
035 hs Addresses are compared without case and blanks; names stay
036 h Of several addresses the right one is used, the others are named
037 d Linking needs no set-up
038 hc The second message is an internal note; there are two messages
039 sq Only the team sees the note
040 h The note has an overview of bounded length
041 h The note lists the key topics
042 h The note says what the customer wants
043 h The note has one link, to the conversation in Gladly
044 h Without a summary the note has facts
045 hc Topics become tags with underscores
046 h The form of a tag is defined to the last character
047 hc Every handoff ticket has the tag gladly-ai, once
048 h Custom tags are added
049 hc The configured priority is on the ticket
050 h The default priority is normal
051 hc The configured team is on the ticket
052 hs An unknown team loses no handoff
053 h The default subject is Gladly AI Handoff
054 hc The subject is a template
055 hc The note is from the integration user, if one is set
056 h Otherwise the note is from the user of the key
057 s A note from somebody who is no user is refused
058 ch Set-up needs four credentials
059 c Set-up needs the address for error e-mails
060 s Only an admin can make an API key
061 sh The support address belongs to an e-mail integration
062 hs Set-up is verified by a ticket
063 hs The verification ticket fires no auto-reply
064 s API keys do not expire
065 s A revoked key stops working
066 sq The key of a deactivated user stops working; that of another admin works
067 d A dedicated admin user is recommended
068 sb That user is free, but counts on Starter
069 cdh The key is a secret and appears nowhere
070 h Each failed handoff sends one error e-mail
071 h It links to the conversation
072 h It says what happened and what to do
073 hq The conversation stays in Gladly, for a later try
074 h An e-mail that fails is tried again and kept; storms are grouped
075 h An unknown outcome is looked up before anything is repeated
076 s Gorgias sends nothing for an API ticket by itself
077 sd The auto-reply rule: trigger, condition, action
078 s The text of the auto-reply is the admin's
079 sb The auto-reply makes the ticket billable, once
080 s The rule works since the tags come with the ticket
081 s An auto-reply is written once in five minutes, never to API messages or notes alone
082 sqd A view on gladly-ai is the queue of the team
083 b Tickets are charged, not seats
084 b A plan includes tickets; beyond them overage applies
085 sb A ticket with an answer from the helpdesk is billable
086 sb A handoff ticket costs nothing until it is answered
087 b AI Agent costs a fee and the ticket
088 b What Gladly resolves costs nothing in Gorgias
089 bd Fewer tickets may mean a lower plan
090 b Each conversation resolved by Gladly saves fee and ticket
091 b The auto-reply's own price is shown
092 d Any paid plan works
093 s 40 calls in 20 seconds for API keys
094 sq All integrations share the limit
095 h One call a handoff, over a hundred handoffs, too
096 h A 429 is waited out, in order, up to a deadline
097 d Who expects peaks is told whom to ask, and what fits
098 s AI Agent never answers a ticket made by API
099 sq AI Agent goes on answering others
100 sd Causes of "the customer got no e-mail" are told apart
101 shd Causes of "the team does not see the ticket" are told apart
102 sq A rule can take a handoff ticket out of the queue
103 dc No App Store, no OAuth: a key
104 d It may run beside AI Agent; why that may be needless
105 sd Auto-merge can swallow a handoff; a rule prevents it
`

/** A demand on this repository; the number is never reused. */
export interface Requirement {
  readonly id: string
  readonly owners: readonly Owner[]
  readonly text: string
}

export const requirements: readonly Requirement[] = LINES.trim()
  .split('\n')
  .map((line) => {
    const [number = '', owners = '', ...words] = line.split(' ')
    return {
      id: `REQ-${number}`,
      owners: Array.from(owners, (letter) => {
        const owner = letters[letter]
        if (!owner) throw new Error(`"${line}": nobody has the letter ${letter}.`)
        return owner
      }),
      text: words.join(' '),
    }
  })
