import { recordsOf } from '../../kernel/fidelity.ts'
import type { FidelityRecord } from '../../kernel/fidelity.ts'

const BARE = 'a view that is made of next to nothing has the recorded keys and values'
const TREE = 'a view shows its filters as they were written, and the tree of them'
const UNKNOWN =
  'a view is refused with filters that it does not know, in the words that were seen, with what it does know'
const VARIABLES = 'a view takes the documented variables, and the values of custom fields by their id'
const SYSTEM =
  'system views cannot be deleted, and keep their names and filters; how they are shown may change'
const PRIVATE = 'who sees a view is everybody if it is public, and only who made it if it is private'

/** What is known about views. */
const views = recordsOf('Views', 'mock-server/test/resources/views.test.ts', [
  {
    subject: 'listViews',
    aspect: 'Answers the newer envelope.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the list of views has the newer envelope, the newest in front, by category',
  },
  {
    subject: 'listViews',
    aspect: 'Has the newest in front.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the list of views has the newer envelope, the newest in front, by category',
  },
  {
    subject: 'listViews',
    aspect: 'A fresh account has eight system views: names, filters, columns, order.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'system views are those of a fresh account, with their filters and order',
    compared: '2026-11-22',
  },
  {
    subject: 'listViews',
    aspect:
      'Leaves out what the caller may not see: private views of others, and what is shared with others.',
    standing: 'inferred',
    source: 'none: chosen; the three visibilities are documented',
    test: 'who sees a view is its maker, its users and the members of its teams if it is shared',
  },
  {
    subject: 'createView',
    aspect: 'Answers the view: keys, their order, and what a bare one is given.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: BARE,
    compared: '2026-11-22',
  },
  {
    subject: 'createView',
    aspect: 'Needs a slug, which is deprecated.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: 'a view is refused with %s',
  },
  {
    subject: 'createView',
    aspect: 'Needs nothing else: a view without a name goes by its slug, and slugs need not differ.',
    standing: 'inferred',
    source: 'none: chosen',
    test: VARIABLES,
  },
  {
    subject: 'createView',
    aspect: 'Makes lists of tickets only; can be shared with 100 teams and 100 users.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a view is refused with %s',
  },
  {
    subject: 'createView',
    aspect: 'Takes the documented columns.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a view has columns of the documented list, and no others',
  },
  {
    subject: 'createView',
    aspect:
      'Refuses a variable that filters do not know with "Unsupported argument" and the list of the others.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: UNKNOWN,
  },
  {
    subject: 'createView',
    aspect: 'Names line and column of each problem of the filters.',
    standing: 'inferred',
    source: 'none: chosen',
    test: UNKNOWN,
  },
  {
    subject: 'createView',
    aspect: 'Filters ask for custom fields as ticket.custom_fields[ID].value.',
    standing: 'inferred',
    source: 'none: chosen; that they may is known from the list in a refusal',
    test: VARIABLES,
  },
  {
    subject: 'createView',
    aspect: 'The tree of the filters has the keys of each node in the order in which its parser makes them.',
    standing: 'inferred',
    source: 'none: chosen; the tree of no filters is recorded',
    test: TREE,
  },
  {
    subject: 'getView',
    aspect: 'Answers the view with the keys that its creation answered.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: BARE,
  },
  {
    subject: 'getView',
    aspect: 'Shows {{current_user.id}} in the filters as it was written.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: TREE,
  },
  {
    subject: 'getView',
    aspect: 'Is 404 for whoever may not see the view.',
    standing: 'inferred',
    source: 'none: chosen',
    test: PRIVATE,
  },
  {
    subject: 'updateView',
    aspect: 'Changes what is named.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a view changes in the fields that are named, and no others',
  },
  {
    subject: 'updateView',
    aspect: 'Is 403 for the name, slug, filters and visibility of a system view.',
    standing: 'inferred',
    source: 'none: chosen',
    test: SYSTEM,
  },
  {
    subject: 'updateView',
    aspect: 'A view of nobody that is hidden from others becomes that of who hid it.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'who sees a view is who hid it, where nobody had made it',
  },
  {
    subject: 'updateView',
    aspect: 'New filters put a view back into service whose tag or integration was deleted.',
    standing: 'inferred',
    source: 'none: chosen; that such a view is deactivated is documented',
    test: 'a view whose tag is deleted is out of service until it is given other filters',
  },
  {
    subject: 'deleteView',
    aspect: 'Answers 204 without a body.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'a view is gone once it is deleted',
  },
  {
    subject: 'deleteView',
    aspect: 'Refuses system views.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: SYSTEM,
  },
  {
    subject: 'deleteView',
    aspect: 'The refusal is a 403.',
    standing: 'inferred',
    source: 'none: chosen',
    test: SYSTEM,
  },
])

const items = recordsOf('Views', 'mock-server/test/resources/view-items.test.ts', [
  {
    subject: 'listViewItems',
    aspect: 'Answers data and meta alone; an item has other keys in another order than a ticket of a list.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the items of a view have the recorded keys, in an envelope with three places and nothing else',
    compared: '2026-11-22',
  },
  {
    subject: 'listViewItems',
    aspect: 'Has the order of the view, or one of fourteen others.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the items of a view come in the order of the view, unless the call says otherwise',
  },
  {
    subject: 'listViewItems',
    aspect: 'Leads on and back by relative URLs with cursor, direction and ignored_item.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the items of a view are walked by relative URLs, and back to the same pages',
  },
  {
    subject: 'listViewItems',
    aspect: 'A cursor is the value by which the items are sorted; ignored_item the one at it that was shown.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the items of a view begin at a cursor with all that stands there, but for the item that is to be ignored',
  },
  {
    subject: 'listViewItems',
    aspect: 'Puts the caller in the place of {{current_user...}}.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: "a view holds what is the caller's, where its filters say so",
  },
  {
    subject: 'listViewItems',
    aspect: 'Spam and tickets in the trash stand only in views whose filters speak of them.',
    standing: 'inferred',
    source: 'none: chosen; the recorded filters of "All" ask for open tickets and nothing else',
    test: 'a view holds spam and what lies in the trash only if its filters speak of them',
  },
  {
    subject: 'listViewItems',
    aspect: 'The search of a view is for words in id, external id, subject, excerpt and customer.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a view holds what has all words of its search in what a list shows',
  },
  {
    subject: 'listViewItems',
    aspect: 'Is 400 for the view of customers, whom GET /api/customers lists.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the items of a view are tickets: a view of customers is listed elsewhere, and 0 is no view',
  },
  {
    subject: 'searchViewItems',
    aspect: 'Takes a view that is not saved at id 0, with the limit in the query.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: 'a search for items takes a view that nobody has saved, and pages through it',
  },
  {
    subject: 'searchViewItems',
    aspect: 'Is a 202.',
    standing: 'documented',
    source: 'older reference, about 2023',
    test: 'a search for items takes a view that nobody has saved, and pages through it',
  },
  {
    subject: 'searchViewItems',
    aspect: 'At the id of a view it takes that view with the fields that are named changed.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a search for items takes a saved view with some of its fields changed, and saves nothing',
  },
  {
    subject: 'searchViewItems',
    aspect: 'Is refused as the creation of a view would be.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a search for items is refused as a view would be',
  },
])

/** What is known about views and their items. */
export const viewFidelity: readonly FidelityRecord[] = [...views, ...items]
