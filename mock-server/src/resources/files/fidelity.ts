import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const fileFidelity: readonly FidelityRecord[] = []
