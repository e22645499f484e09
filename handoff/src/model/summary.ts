import Type from 'typebox'
import type { Static } from 'typebox'
import { Instant, Line, Prose, Strict } from './fields.ts'

const Lines = (description: string) => Type.Array(Prose('One of them.'), { maxItems: 100, description })

export const Summary = Strict(
  {
    overview: Prose('What happened, in a few sentences.'),
    topics: Lines('What it was about.'),
    intent: Prose('What the customer wants.'),
    sentiment: Type.Optional(Line('How the customer seems to feel.')),
    triedSteps: Type.Optional(Lines('What the AI tried.')),
    openQuestions: Type.Optional(Lines('What is still open.')),
    language: Type.Optional(Line('The language of the summary, BCP 47.')),
  },
  'The AI’s summary, plain text.',
)
export type Summary = Static<typeof Summary>

export const Reason = Strict(
  {
    kind: Type.Enum([
      'asked_for_human',
      'legal_threat',
      'unsupported_language',
      'failed_quality_check',
      'custom',
      'unknown',
    ]),
    label: Type.Optional(Line('A name for a custom reason.')),
    detail: Type.Optional(Prose('A sentence.')),
  },
  'Why the AI handed off.',
)

export const HandoffMessage = Strict(
  {
    text: Prose('What the customer was told.'),
    sentAt: Type.Optional(Instant('When.')),
    delivered: Type.Enum(['yes', 'no', 'unknown']),
  },
  'The message that told the customer about the handoff.',
)

export const Truncated = Strict(
  {
    reason: Type.Enum(['item_limit', 'caller']),
    omitted: Type.Optional(Type.Integer({ minimum: 0, description: 'How many items are missing.' })),
  },
  'Said when the items are not all there were.',
)
