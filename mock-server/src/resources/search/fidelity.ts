import { recordsOf } from '../../kernel/fidelity.ts'

/** What is known about searching. */
export const searchFidelity = recordsOf('Search', 'mock-server/test/resources/search.test.ts', [
  {
    subject: 'search',
    aspect: 'Answers the envelope, a customer and the header of the search engine.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'a search has the recorded envelope, keys and header',
    compared: '2026-11-22',
  },
  {
    subject: 'search',
    aspect: 'Is a 201.',
    standing: 'documented',
    source: 'older reference, about 2023; the recordings cannot tell, as their proxy shows 200 for all',
    test: 'a search has the recorded envelope, keys and header',
  },
  {
    subject: 'search',
    aspect: 'Takes ten types, tickets and messages not among them; ten results by default, fifty at most.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a search answers ten unless asked for up to fifty',
  },
  {
    subject: 'search',
    aspect: 'Finds what has words that begin as those of the query do, customers by their addresses, too.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a search finds customers by the beginnings of their words and addresses',
  },
  {
    subject: 'search',
    aspect: 'Compares phone numbers by their digits.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a search finds customers and channels by the digits of a phone number',
  },
  {
    subject: 'search',
    aspect: 'A channel is id, name of the customer, type, address and customer_id.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a search finds the channels of customers',
  },
  {
    subject: 'search',
    aspect: 'An agent has an email, an integration type and address, a team and a tag id and name alone.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a search finds agents, integrations, teams and tags by name',
  },
])
