import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a customer has the recorded keys in the recorded order, and external data on GET only'
const NEW_ADDRESS =
  'a customer takes a new address as the preferred channel and drops unknown fields without a word'

/** What is known about customers on their own endpoints. */
export const customerFidelity = recordsOf('Customers', 'mock-server/test/resources/customers.test.ts', [
  {
    subject: 'listCustomers',
    aspect:
      'Answers rows without channels and integrations: keys, their order and types; the older envelope.',
    standing: 'recorded',
    source: 'recorded answers, February 2025',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'listCustomers',
    aspect: 'Finds an e-mail address exactly, whatever the case of its letters.',
    standing: 'inferred',
    source: 'none: chosen; that the filter is exact was seen on live accounts',
    test: 'the list of customers finds by e-mail whatever the case, and repeats the query percent-encoded',
  },
  {
    subject: 'listCustomers',
    aspect: 'Takes the documented filters; channel_type and channel_address mean the same channel.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of customers filters by %s',
  },
  {
    subject: 'listCustomers',
    aspect: 'Refuses language and timezone together with cursor, limit and order_by.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: 'the list of customers refuses language and timezone together with what pages and sorts',
  },
  {
    subject: 'listCustomers',
    aspect: 'Refuses a view that is none of customers.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the list of customers refuses a view that does not exist',
  },
  {
    subject: 'createCustomer',
    aspect: 'Answers the keys and types that were recorded, without external data.',
    standing: 'recorded',
    source: 'recorded answers, February 2025',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'createCustomer',
    aspect:
      'Has note and custom_fields before integrations, the order of 2026; the recording of 2025 differs.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: KEYS,
  },
  {
    subject: 'createCustomer',
    aspect: 'Is made from channels without preferred; the first of each type is the preferred one.',
    standing: 'recorded',
    source: 'recorded answers, February 2025',
    test: 'a customer is made from channels alone, the first of each type preferred, e-mail in lower case',
    compared: '2026-11-22',
  },
  {
    subject: 'createCustomer',
    aspect: 'Is 409 for an e-mail address that another customer has.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a customer is refused where another one has an e-mail address or external id of theirs',
  },
  {
    subject: 'getCustomer',
    aspect:
      'Answers the keys and types that were recorded, external data among them; order as createCustomer.',
    standing: 'recorded',
    source: 'recorded answers, February 2025',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'updateCustomer',
    aspect: 'Drops unknown fields, such as firstname, without a word.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: NEW_ADDRESS,
  },
  {
    subject: 'updateCustomer',
    aspect: 'Changes only what is named.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: NEW_ADDRESS,
  },
  {
    subject: 'updateCustomer',
    aspect: 'A new e-mail address becomes a channel, and the preferred one.',
    standing: 'inferred',
    source: 'none: chosen',
    test: NEW_ADDRESS,
  },
  {
    subject: 'updateCustomer',
    aspect: 'Channels are replaced as a whole; those that stay keep their ids.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a customer keeps only the channels that an update names, with their ids',
  },
  {
    subject: 'deleteCustomer',
    aspect: 'Answers 204 without a body; the customer is found no more.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'a customer can be deleted otherwise',
  },
  {
    subject: 'deleteCustomer',
    aspect: 'Is 409 while the customer has tickets or messages.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a customer cannot be deleted while %s',
  },
])
