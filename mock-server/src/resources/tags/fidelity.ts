import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a tag has the recorded keys, and a colour of its own if none is given'
const UNIQUE = 'a tag has a name that no other has, to the letter'
const USED = 'a tag cannot be deleted while a rule says %s'
const SEVERAL = 'several tags are deleted together, or none of them'
const MERGED = 'several tags are merged into one that gets their tickets, each once'

/** What is known about tags. */
export const tagFidelity = recordsOf('Tags', 'mock-server/test/resources/tags.test.ts', [
  {
    subject: 'listTags',
    aspect: 'Answers the newer envelope.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the list of tags has the newer envelope',
  },
  {
    subject: 'listTags',
    aspect: 'Searches names without regard to case.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of tags searches names without case',
  },
  {
    subject: 'listTags',
    aspect: 'Is sorted by time, name, or usage and name.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of tags is sorted by %s, on one page as on many',
  },
  {
    subject: 'createTag',
    aspect: 'Answers the tag: keys, their order and types; one without a colour gets one at random.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'createTag',
    aspect: 'Is 409 for a name that another tag has, to the letter.',
    standing: 'inferred',
    source: 'none: chosen; that names are case-sensitive is documented',
    test: UNIQUE,
  },
  {
    subject: 'getTag',
    aspect: 'Answers the tag with the keys that its creation answered.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: KEYS,
  },
  {
    subject: 'updateTag',
    aspect: 'Changes what is named; tickets keep the tag under its new name.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a tag that is renamed keeps its tickets',
  },
  {
    subject: 'updateTag',
    aspect: 'Is 409 for a name that another tag has.',
    standing: 'inferred',
    source: 'none: chosen',
    test: UNIQUE,
  },
  {
    subject: 'deleteTag',
    aspect: 'Answers 204 without a body; tickets lose the tag.',
    standing: 'documented',
    source: 'older reference, about 2023',
    test: 'a tag that is deleted leaves its tickets',
  },
  {
    subject: 'deleteTag',
    aspect: 'Is refused while a rule uses the tag.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: USED,
  },
  {
    subject: 'deleteTag',
    aspect: 'Is refused while a macro uses the tag.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a tag cannot be deleted while a macro has %s for it',
  },
  {
    subject: 'deleteTag',
    aspect: 'The refusal is a 409 that names the rules and macros, inactive and archived ones too.',
    standing: 'inferred',
    source: 'none: chosen',
    test: USED,
  },
  {
    subject: 'deleteTag',
    aspect: 'Deactivates the views that ask for the tag.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a tag takes the views that ask for it out of service when it goes',
  },
  {
    subject: 'deleteTags',
    aspect: 'Answers 204 without a body.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: SEVERAL,
  },
  {
    subject: 'deleteTags',
    aspect: 'Deletes all of them or, where one does not exist, none.',
    standing: 'inferred',
    source: 'none: chosen',
    test: SEVERAL,
  },
  {
    subject: 'mergeTags',
    aspect: 'Answers the destination with the keys in the order of the tags of a ticket.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: MERGED,
  },
  {
    subject: 'mergeTags',
    aspect: 'The tickets of the others get the destination, and the others go.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: MERGED,
  },
])
