// The door to everything that judges a short text or number by its form. Each rule answers upstream's messages in upstream's
// order, or adds to a FieldErrors where upstream takes a path.
export * from './dns.ts'
export * from './ip.ts'
export * from './label-syntax.ts'
export * from './messages.ts'
export * from './name-rules.ts'
export * from './value-syntax.ts'
