import { describe, expect, it } from 'vitest'
import { reportExample } from './example-run.fixture.ts'
import { reporter } from './github.ts'

describe('github', () => {
  it('reports the example run', () => {
    expect(reportExample(reporter)).toMatchInlineSnapshot(`
      "::error file=scenarios/c.feature,line=2,col=3,title=sentence/unknown::no sentence begins like this%0Asee kabuki explain, 100%25 of it
      ::error file=scenarios/a.feature,line=11,col=5,title=Refusals › It fails # 1::Then pod "a" is Running%0Apod "a" is Pending, not Running%0Aexpected: Running%0Afound:    Pending%0A· 0/1 nodes are available:%0A  1 Insufficient memory.%0Awhat happened last:%0A  2s  system:kube-scheduler  pod default/a  FailedScheduling␛[31m
      ::error file=scenarios/a.feature,line=12,col=5,title=Refusals › It fails # 1::And it matches its snapshot%0Ait differs%0Aexpected:%0A  a%0A  b%0Afound:    (nothing)%0A(- expected, + found)%0A@@ -1,1 +1,1 @@ kind%0A-kind: A%0A+kind: B
      ::warning title=obsolete snapshots::scenarios/a.feature: Gone › it
      ::notice title=kabuki::3 scenarios, 1 passed, 1 failed
      "
    `)
  })
})
