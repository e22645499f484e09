/** What the rows of exported accounts look like, as JSON Schema that is written short. */
export interface Shape {
  readonly schema: object
  /** Whether an object may lack it. */
  readonly isOptional?: boolean
  /** The collection in which there is a row of this id, or of each of these ids. */
  readonly refersTo?: string
}

export type Fields = Readonly<Record<string, Shape>>

/** The rows of one collection. */
export interface RowShape<Row = never> {
  readonly fields: Fields
  readonly schema: object
  /** Never read; carries the row's type. */
  readonly row?: (row: Row) => void
}

const of = (schema: object): Shape => ({ schema })

export const text = of({ type: 'string' })
export const flag = of({ type: 'boolean' })
export const number = of({ type: 'number' })
/** Up to half of what a number holds to the unit: there is room for more of them. */
export const id = of({ type: 'integer', minimum: 0, maximum: 2 ** 52 })
/** Microseconds since the epoch, of the years 1 to 9999. */
export const instant = of({
  type: 'integer',
  minimum: -62_135_596_800_000_000,
  maximum: 253_402_300_799_000_000,
})
export const json = of({})
export const jsonObject = of({ type: 'object' })

export const oneOf = (words: readonly string[]): Shape => of({ enum: words })
export const anyOf = (...shapes: readonly Shape[]): Shape => of({ anyOf: shapes.map(({ schema }) => schema) })
export const list = ({ schema, ...rest }: Shape): Shape => ({
  ...rest,
  schema: { type: 'array', items: schema },
})
export const map = ({ schema }: Shape): Shape => of({ type: 'object', additionalProperties: schema })
export const optional = (shape: Shape): Shape => ({ ...shape, isOptional: true })

export function orNull({ schema, ...rest }: Shape): Shape {
  const { type } = schema as { type?: string }
  // One error that names the type, where a union would have two.
  const nullable =
    type === undefined ? { anyOf: [schema, { type: 'null' }] } : { ...schema, type: [type, 'null'] }
  return { ...rest, schema: nullable }
}

const objectSchema = (fields: Fields): object => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
  required: Object.keys(fields).filter((name) => fields[name]?.isOptional !== true),
  additionalProperties: false,
})

export const object = (fields: Fields): Shape => of(objectSchema(fields))

/** The id of a row that has to be there, in a collection of that name. */
export const idIn = (collection: string): Shape => ({ ...id, refersTo: collection })

/**
 * The shape of a collection's rows: it compiles only if it names every field of the row.
 *
 * @example
 * const teams = rowsOf<Team>()({ id, name: text, member_ids: list(idIn('users')), ... })
 */
export const rowsOf =
  <Row>() =>
  (fields: Readonly<Record<keyof Row, Shape>>): RowShape<Row> => ({ fields, schema: objectSchema(fields) })
