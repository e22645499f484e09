import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a customer has the recorded keys in the recorded order, and external data on GET only'
const MERGE = 'mock-server/test/resources/customer-merge.test.ts'
const DATA = 'mock-server/test/resources/customer-data.test.ts'
const NOT_DELETED =
  'merging customers leaves nothing of the source to delete: the target is not deleted in its place'
const MOVED =
  'merging customers sends calls for the source on to the target, and after more merges to the last one'
const BY_APP = 'the data of a customer stands apart for each app, with the name of the app, and shows on GET'
const DATA_SET =
  'the data of a customer is set by a call that answers nothing, and shown wherever the customer is'
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
  {
    subject: 'deleteCustomers',
    aspect: 'Takes a list of ids, and answers 204 without a body.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'deleting several customers removes them in one call, each with its event',
  },
  {
    subject: 'deleteCustomers',
    aspect: 'Deletes all of them or none; takes up to 100.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'deleting several customers removes none of them where one cannot go',
  },
  {
    subject: 'getCustomer',
    aspect: 'Is 301 for a customer who was merged into another, whatever follows in the path.',
    standing: 'recorded',
    source: 'public clients, 2026',
    test: { file: MERGE, name: MOVED },
  },
  {
    subject: 'deleteCustomer',
    aspect: 'Is 404 for a customer who was merged: who followed a 301 would delete the one who remains.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: MERGE, name: NOT_DELETED },
  },
  {
    subject: 'getCustomer',
    aspect: 'Shows what apps set under external_data, by client id, with the name of the app.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: { file: DATA, name: BY_APP },
  },
  {
    subject: 'mergeCustomers',
    aspect: 'Answers the target as it was: its own name and channels, ecommerce_data behind customer.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: {
      file: MERGE,
      name: 'merging customers answers the target as it was, with the recorded keys, whatever the body says',
    },
    compared: '2026-11-22',
  },
  {
    subject: 'mergeCustomers',
    aspect: 'Leaves customer-deleted of the source, then customer-merged of the target in another context.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: { file: MERGE, name: 'merging customers leaves two events, each in a context of its own' },
  },
  {
    subject: 'mergeCustomers',
    aspect: 'Is 409 where both hold data of one integration.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: {
      file: MERGE,
      name: 'merging customers refuses both of them holding data of one integration, and changes nothing',
    },
  },
  {
    subject: 'mergeCustomers',
    aspect: 'Moves tickets, messages, surveys and calls to the target, without events of theirs.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: MERGE, name: 'merging customers moves tickets, messages and surveys to the target' },
  },
  {
    subject: 'mergeCustomers',
    aspect: 'Later calls show the channels of both, and what of the source the target did not have.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: MERGE,
      name: 'merging customers gives the target the channels of the source, and what else it has not',
    },
  },
  {
    subject: 'mergeCustomers',
    aspect: 'Keeps the values of custom fields of the target, and adds those that it lacks.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: MERGE,
      name: 'merging customers keeps the values of custom fields that the target has, and adds those of the source',
    },
  },
  {
    subject: 'mergeCustomers',
    aspect: 'Leads calls for the source to the target, after several merges to the last one.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: MERGE, name: MOVED },
  },
  {
    subject: 'mergeCustomers',
    aspect: 'Refuses a merge with oneself, and customers who are not there or merged already.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: MERGE,
      name: 'merging customers refuses a merge with oneself, with nobody, and with somebody who is merged already',
    },
  },
  {
    subject: 'setCustomerData',
    aspect: 'Answers 202 with an empty body and content-length 0.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: { file: DATA, name: DATA_SET },
    compared: '2026-11-22',
  },
  {
    subject: 'setCustomerData',
    aspect: 'Takes any JSON.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: { file: DATA, name: 'the data of a customer may be any JSON: %j' },
  },
  {
    subject: 'setCustomerData',
    aspect: 'Ignores data of an older version than what is there; data without a version always counts.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: { file: DATA, name: 'the data of a customer stays where an older version comes after it' },
  },
  {
    subject: 'setCustomerData',
    aspect: 'Keeps what an OAuth app sets in external_data under its client id, with __app_name__.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: { file: DATA, name: BY_APP },
  },
  {
    subject: 'setCustomerData',
    aspect: 'Keeps what comes with an API key in data.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: DATA, name: DATA_SET },
  },
  {
    subject: 'setCustomerData',
    aspect: 'Refuses more than 100,000 characters of JSON.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: DATA, name: 'the data of a customer is refused with a wrong %s' },
  },
  {
    subject: 'setCustomerData',
    aspect: 'Leaves customer-updated; data that is ignored leaves nothing.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: DATA, name: 'the data of a customer leaves an event, unless it is too old' },
  },
])
