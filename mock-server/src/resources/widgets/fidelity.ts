import { recordsOf } from '../../kernel/fidelity.ts'

const MADE = 'a widget needs a type and a template, and stands beside tickets if it does not say where'
const LISTED = 'the list of widgets has the older envelope, and the newest in front'
const CHANGED = 'a widget changes only what is named, and its template as a whole'
const DELETED = 'a widget that is deleted is gone; each step leaves its event'

/** What is known about widgets: nothing of them was recorded. */
export const widgetFidelity = recordsOf('Widgets', 'mock-server/test/resources/widgets.test.ts', [
  {
    subject: 'listWidgets',
    aspect: 'Answers the older envelope, the newest in front.',
    standing: 'inferred',
    source: 'none: chosen; the reference tells of a bare array, which other lists of its kind are not',
    test: LISTED,
  },
  {
    subject: 'listWidgets',
    aspect: 'Is ordered by order or created_datetime.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of widgets is ordered by place or time, page by page',
  },
  {
    subject: 'listWidgets',
    aspect: 'Holds those of an integration or an app, where it is asked to.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of widgets holds those of an integration or an app',
  },
  {
    subject: 'createWidget',
    aspect: 'Needs a type and a template of the type wrapper; context is ticket, customer or user.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a widget is refused as %j',
  },
  {
    subject: 'createWidget',
    aspect:
      'Stands beside tickets, in the place 0, if it does not say otherwise; its keys stand by the alphabet.',
    standing: 'inferred',
    source: 'none: chosen',
    test: MADE,
  },
  {
    subject: 'createWidget',
    aspect: 'Takes a template of six levels, 50 widgets on each and 64 KB, and keeps it as it is.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a widget keeps its template as it is',
  },
  {
    subject: 'createWidget',
    aspect: 'Takes any type and any app_id.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the list of widgets holds those of an integration or an app',
  },
  {
    subject: 'createWidget',
    aspect: 'Refuses an integration that does not exist.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a widget shows data of an integration that exists',
  },
  {
    subject: 'getWidget',
    aspect: 'Answers the widget as its creation did.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: MADE,
  },
  {
    subject: 'updateWidget',
    aspect: 'Changes what is named.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: CHANGED,
  },
  {
    subject: 'updateWidget',
    aspect: 'Replaces the template as a whole.',
    standing: 'inferred',
    source: 'none: chosen',
    test: CHANGED,
  },
  {
    subject: 'deleteWidget',
    aspect: 'Answers 204 without a body.',
    standing: 'documented',
    source: 'older reference, about 2023',
    test: DELETED,
  },
])
