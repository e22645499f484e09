import { recordsOf } from '../../kernel/fidelity.ts'
import type { Entry } from '../../kernel/fidelity.ts'

const VALUES = 'mock-server/test/resources/custom-field-values.test.ts'
const REFUSED = 'a custom field refuses a wrong %s: %j'
const CHANGES = 'a custom field changes where it is told to, and nowhere else'
const FIXED = 'a custom field stays what it is: a change of %s is refused'
const SET =
  'custom fields of a %s hold values that are set one after the other, and answered without an envelope'
const ONE = 'custom fields of a %s are set one by one, bare or in an object, and taken away again'
const WRONG = 'custom fields of a %s of %s refuse %j'
const NOT_THERE =
  'custom fields of a %s refuse what does not exist, is of others, or is deactivated, and then keep everything'

/** What tickets and customers have alike. */
const valueRecords = (holder: 'Ticket' | 'Customer'): Entry[] => [
  {
    subject: `list${holder}CustomFields`,
    aspect: 'Answers data without an envelope, in the order of the ids of the definitions.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: { file: VALUES, name: SET },
  },
  {
    subject: `update${holder}CustomFields`,
    aspect: 'Answers 200 and data without an envelope.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: { file: VALUES, name: SET },
  },
  {
    subject: `update${holder}CustomFields`,
    aspect: 'Keeps values that are not named.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: { file: VALUES, name: SET },
  },
  {
    subject: `update${holder}CustomFields`,
    aspect: 'Stores numbers that come as texts as texts.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: { file: VALUES, name: SET },
  },
  {
    subject: `update${holder}CustomFields`,
    aspect: 'Answers all values, also those that were not named; null takes a value away.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: VALUES, name: SET },
  },
  {
    subject: `update${holder}CustomFields`,
    aspect: 'Holds numbers to min and max, and a dropdown to its choices: without any it takes nothing.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: { file: VALUES, name: WRONG },
  },
  {
    subject: `update${holder}CustomFields`,
    aspect: 'Refuses definitions that are not there, are deactivated, or of other objects; all or nothing.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: VALUES, name: NOT_THERE },
  },
  {
    subject: `update${holder}CustomFields`,
    aspect: 'Takes texts of up to 5,000 characters.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: VALUES, name: 'custom fields of a %s refuse a text that is too long' },
  },
  {
    subject: `update${holder}CustomField`,
    aspect: 'Takes the bare value.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: { file: VALUES, name: ONE },
  },
  {
    subject: `update${holder}CustomField`,
    aspect: 'Takes an object with id and value, too.',
    standing: 'recorded',
    source: 'public clients, 2026',
    test: { file: VALUES, name: ONE },
  },
  {
    subject: `update${holder}CustomField`,
    aspect: 'Answers 200 and the value with its definition; null takes it away.',
    standing: 'inferred',
    source: 'none: chosen; the status is documented',
    test: { file: VALUES, name: ONE },
  },
  {
    subject: `delete${holder}CustomField`,
    aspect: 'Answers 204 without a body.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: { file: VALUES, name: ONE },
  },
  {
    subject: `delete${holder}CustomField`,
    aspect: 'Is 404 where there is no value.',
    standing: 'inferred',
    source: 'none: chosen',
    test: { file: VALUES, name: ONE },
  },
]

/** What is known about custom fields: their definitions, and their values on tickets and customers. */
export const customFieldFidelity = recordsOf(
  'Custom fields',
  'mock-server/test/resources/custom-fields.test.ts',
  [
    {
      subject: 'listCustomFields',
      aspect: 'Needs object_type; takes search, archived, cursor, limit and the order of the priorities.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: 'the list of custom fields shows those of one kind, the highest priority first, in the newer envelope',
    },
    {
      subject: 'listCustomFields',
      aspect: 'Answers the newer envelope; no total is counted.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: 'the list of custom fields shows those of one kind, the highest priority first, in the newer envelope',
    },
    {
      subject: 'listCustomFields',
      aspect: 'Shows deactivated ones too when archived is not given.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: 'the list of custom fields shows deactivated ones too, unless archived says which',
    },
    {
      subject: 'listCustomFields',
      aspect: 'Finds a part of the label, whatever the case.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'the list of custom fields searches labels, whatever the case',
    },
    {
      subject: 'createCustomField',
      aspect: 'Answers the recorded keys in their order.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: 'a custom field has the recorded keys in the recorded order, and says what is not given',
      compared: '2026-11-22',
    },
    {
      subject: 'createCustomField',
      aspect: 'Without a priority, stands as high as there are others of its kind.',
      standing: 'inferred',
      source: 'none: chosen; a recorded one looks counted',
      test: 'a custom field has the recorded keys in the recorded order, and says what is not given',
    },
    {
      subject: 'createCustomField',
      aspect: 'Keeps the limits of a number as texts, whatever they came as.',
      standing: 'recorded',
      source: 'live accounts, mid 2026',
      test: 'a custom field may be %s',
    },
    {
      subject: 'createCustomField',
      aspect: 'Takes the data types, inputs and lengths that the reference lists.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: REFUSED,
    },
    {
      subject: 'createCustomField',
      aspect: 'Refuses settings that do not belong to the input, and choices of another type than the field.',
      standing: 'inferred',
      source: 'none: chosen',
      test: REFUSED,
    },
    {
      subject: 'createCustomField',
      aspect: 'Refuses a second field of one managed type with 409; fills none of them by itself.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'a custom field of a managed type is one of its kind',
    },
    {
      subject: 'createCustomField',
      aspect: 'Is for admins, as are changes; everybody may read.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'a custom field leaves events, and is the admins',
    },
    {
      subject: 'updateCustomFields',
      aspect: 'Answers 202 and data without an envelope, in the order of the call.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: 'several custom fields change in one call, which answers them without an envelope',
    },
    {
      subject: 'updateCustomFields',
      aspect: 'Changes all of them or none.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'several custom fields change all or not at all',
    },
    {
      subject: 'getCustomField',
      aspect: 'Answers the keys of createCustomField.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: 'a custom field has the recorded keys in the recorded order, and says what is not given',
    },
    {
      subject: 'updateCustomField',
      aspect: 'Takes a label alone: what is not named stays.',
      standing: 'recorded',
      source: 'live accounts, mid 2026',
      test: CHANGES,
    },
    {
      subject: 'updateCustomField',
      aspect: 'Keeps required and requirement_type in step; where both are named, the latter holds.',
      standing: 'inferred',
      source: 'none: chosen',
      test: CHANGES,
    },
    {
      subject: 'updateCustomField',
      aspect: 'Refuses another object_type, managed_type, data type or input.',
      standing: 'inferred',
      source: 'none: chosen',
      test: FIXED,
    },
    {
      subject: 'updateCustomField',
      aspect: 'Deactivates; there is no DELETE, which is 405.',
      standing: 'recorded',
      source: 'live accounts, mid 2026',
      test: 'a custom field cannot be deleted, only deactivated',
    },
    ...valueRecords('Ticket'),
    ...valueRecords('Customer'),
    {
      subject: 'listTicketCustomFields',
      aspect: 'Has field, prediction and value in each row; nothing is predicted here.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: {
        file: VALUES,
        name: 'a value of a custom field of a ticket has the recorded keys: the definition, a prediction, the value',
      },
      compared: '2026-11-22',
    },
    {
      subject: 'listCustomerCustomFields',
      aspect: 'Has field and value in each row; the field lacks requirement_type.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: {
        file: VALUES,
        name: 'a value of a custom field of a customer has no prediction, and its definition no requirement type',
      },
    },
    {
      subject: 'updateTicketCustomFields',
      aspect: 'Lets the rules on updated tickets look where a value changes.',
      standing: 'inferred',
      source: 'none: chosen; the documented list of what such rules see names no custom fields',
      test: {
        file: VALUES,
        name: 'a value of a custom field of a ticket lets the rules on updated tickets look, but not where it stays as it was',
      },
    },
  ],
)
