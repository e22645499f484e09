import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const customFieldFidelity: readonly FidelityRecord[] = []
