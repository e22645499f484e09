import { recordsOf } from '../../kernel/fidelity.ts'

const LISTED = 'metric cards are listed without an envelope, the published ones'
const FOUND = 'metric cards are found by category, status and words'
const READ = 'metric cards are read one by one, deprecated or not'

/** What is known about metric cards: path and parameters, and no card. */
export const metricCardFidelity = recordsOf(
  'Metric cards',
  'mock-server/test/resources/metric-cards.test.ts',
  [
    {
      subject: 'listMetricCards',
      aspect: 'Answers data without an envelope.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: LISTED,
    },
    {
      subject: 'listMetricCards',
      aspect: 'Takes category, status, q, and include=deprecated.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: FOUND,
    },
    {
      subject: 'listMetricCards',
      aspect: 'Shows the published ones by default; q is part of a slug, name or description, in any case.',
      standing: 'inferred',
      source: 'none: chosen',
      test: FOUND,
    },
    {
      subject: 'listMetricCards',
      aspect: 'The cards, their keys and categories: those of the statistics that are simulated.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'metric cards say what the statistics compute, each once',
    },
    {
      subject: 'getMetricCard',
      aspect: 'Finds a card by its slug.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: READ,
    },
    {
      subject: 'getMetricCard',
      aspect: 'Finds deprecated ones, too, and is 404 for others.',
      standing: 'inferred',
      source: 'none: chosen',
      test: READ,
    },
  ],
)
