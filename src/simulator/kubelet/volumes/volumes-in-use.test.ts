import { expect, it } from 'vitest'
import { VolumesInUse } from './volumes-in-use.ts'

it('a volume is in use while any pod wants it; only new and freed ones are news', () => {
  const told: string[][] = []
  const volumes: VolumesInUse = new VolumesInUse(() => told.push(volumes.all))
  volumes.want('b', 'pod-1')
  volumes.want('a', 'pod-2')
  volumes.want('b', 'pod-2')
  volumes.release('pod-1')
  volumes.release('pod-2')
  volumes.release('pod-2')
  expect(told).toEqual([['b'], ['a', 'b'], []])
})

it('those who wait look when the node says more, and no longer once they have what they want', () => {
  const volumes = new VolumesInUse(() => {})
  const seen: boolean[] = []
  const stop = volumes.onLook(() => seen.push(volumes.isReported('a')))
  volumes.look()
  volumes.report(['a'])
  stop()
  volumes.report([])
  expect(seen).toEqual([false, true])
})
