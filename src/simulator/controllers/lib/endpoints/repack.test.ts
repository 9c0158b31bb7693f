import { expect, it } from 'vitest'
import { repackSubsets } from './repack.ts'

const port = (number: number) => ({ port: number, protocol: 'TCP' })

it('puts the same addresses together with all their ports', () => {
  const [a, b] = [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }]
  expect(
    repackSubsets([
      { addresses: [b!], ports: [port(80)] },
      { addresses: [a!], ports: [port(80)] },
    ]),
  ).toEqual([{ addresses: [a, b], ports: [port(80)] }])
})

it('lets not ready trump ready and keeps subsets without ports', () => {
  const address = { ip: '10.0.0.1' }
  expect(
    repackSubsets([
      { addresses: [address], ports: [port(80)] },
      { notReadyAddresses: [address], ports: [port(80)] },
    ]),
  ).toEqual([{ notReadyAddresses: [address], ports: [port(80)] }])
  expect(repackSubsets([{ addresses: [address] }])).toEqual([{ addresses: [address] }])
})
