import Type from 'typebox'

/**
 * The small fields of which every part of the request is made.
 * Lengths are counted in characters; they are generous for honest data and bound what a hostile sender can ask for.
 */

/** An identifier that another system made. Printable: what a database cannot store would become another id. */
export const Id = (description: string) =>
  Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\p{Cc}\\p{Cs}]*$', description })

/** One line of words: a name, a label, a title. */
export const Line = (description: string) => Type.String({ maxLength: 1000, description })

/** One line of words that has to be there. */
export const RequiredLine = (description: string) =>
  Type.String({ minLength: 1, maxLength: 1000, description })

/** A few sentences. */
export const Prose = (description: string) => Type.String({ maxLength: 20_000, description })

/** A web address. It is shown as a link only if its scheme is safe, so any text is accepted here. */
export const Url = (description: string) => Type.String({ maxLength: 2000, description })

/** An e-mail address as it was typed. Whether it can be used is decided when the ticket is built. */
export const Address = (description: string) => Type.String({ maxLength: 320, description })

/** A moment, RFC 3339 with a zone and 0 to 9 digits of a second. The text is kept as it came. */
export const Instant = (description: string) =>
  Type.String({
    maxLength: 40,
    pattern: '^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})$',
    description: `${description} RFC 3339 with a zone, e.g. 2025-11-22T14:03:18.07Z.`,
  })

/** An object that names every field it knows and refuses the others. */
export const Strict = <const P extends Type.TProperties>(properties: P, description: string) =>
  Type.Object(properties, { additionalProperties: false, description })

/** A decimal number as text, so that no float rounds it. */
export const Amount = (description: string) =>
  Type.String({
    maxLength: 30,
    pattern: '^-?\\d+(\\.\\d+)?$',
    description: `${description} A decimal, e.g. "49.90".`,
  })

/** The currency of an amount. */
export const Currency = () => Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, e.g. EUR.' })

/** An amount of money with its currency. */
export const Money = (description: string) =>
  Strict({ amount: Amount('How much.'), currency: Currency() }, description)
