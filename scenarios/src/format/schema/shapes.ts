import Type from 'typebox'
import type { TObjectOptions, TProperties, TSchema } from 'typebox'

/** An object that refuses keys it does not know: a mistyped key is a mistake, never a wish that is ignored. */
export const strict = <P extends TProperties>(properties: P, options: TObjectOptions = {}) =>
  Type.Object(properties, { ...options, additionalProperties: false })

/** "Three of them" or "exactly these, in this order": the two ways in which a story counts. */
export const countOrList = <S extends TSchema>(item: S, description: string) =>
  Type.Union([Type.Integer({ minimum: 0 }), Type.Array(item, { maxItems: 200 })], { description })

export const text = (description: string) => Type.String({ description, minLength: 1, maxLength: 1_000_000 })

export const word = (description: string) => Type.String({ description, minLength: 1, maxLength: 320 })

export const emailAddress = (description: string) =>
  Type.String({ description, pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 320 })

export const words = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 320 }), { description, maxItems: 100 })

/** One fragment or several: all of them have to be there (or missing). */
export const fragments = (description: string) =>
  Type.Union(
    [
      Type.String({ minLength: 1, maxLength: 10_000 }),
      Type.Array(Type.String({ minLength: 1, maxLength: 10_000 }), { minItems: 1, maxItems: 50 }),
    ],
    { description },
  )

/** Money as people write it; never a float. */
export const money = (description: string) =>
  Type.String({ description, pattern: '^-?[0-9]+(\\.[0-9]{1,4})? [A-Z]{3}$' })

/** ISO 8601 without months and years, whose length depends on the calendar. */
export const duration = (description: string) =>
  Type.String({
    description,
    pattern: '^P(?=[0-9T])([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$',
  })

export const instant = (description: string) =>
  Type.String({
    description,
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?Z$',
  })

export const channel = (description: string) => Type.Enum(['chat', 'email', 'sms', 'voice'], { description })

/** The name that a story gives to a customer or to a ticket. */
export const handle = (description: string) =>
  Type.String({ description, pattern: '^[A-Za-z][A-Za-z0-9 _-]{0,39}$' })
