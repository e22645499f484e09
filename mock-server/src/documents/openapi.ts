/** As much of OpenAPI 3.1 as the documents of this server use. */
export interface OpenApiDocument {
  readonly openapi: string
  readonly info: Readonly<Record<string, unknown>>
  readonly servers?: readonly object[]
  readonly tags?: readonly TagObject[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components?: Components
}

export interface TagObject {
  readonly name: string
  readonly description: string
}

export type PathItem = Readonly<Record<string, OperationObject>>

export interface Components {
  readonly schemas?: Readonly<Record<string, object>>
  readonly responses?: Readonly<Record<string, ResponseObject>>
  readonly headers?: Readonly<Record<string, object>>
  readonly securitySchemes?: Readonly<Record<string, object>>
}

export interface OperationObject {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly ParameterObject[]
  readonly requestBody?: RequestBodyObject
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>
  readonly [extension: string]: unknown
}

export interface ParameterObject {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly description?: string
  readonly schema: object
  readonly example?: unknown
}

export interface RequestBodyObject {
  readonly required?: boolean
  readonly content: Readonly<Record<string, MediaType>>
}

export interface ResponseObject {
  readonly description: string
  readonly headers?: Readonly<Record<string, object>>
  readonly content?: Readonly<Record<string, MediaType>>
}

export interface MediaType {
  readonly schema?: object
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>
}

export interface Reference {
  readonly $ref: string
}

export const isReference = (value: object): value is Reference => '$ref' in value

/** A document whose operations are each put through a function. */
export const mapOperations = (
  document: OpenApiDocument,
  change: (operation: OperationObject, method: string, path: string) => OperationObject,
): OpenApiDocument => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [method, change(operation, method, path)]),
      ),
    ]),
  ),
})
