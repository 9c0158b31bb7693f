Feature: f
  Rule: r
    Scenario: s
      Given g
  @t
  stray
  Background:
  Given h
  Rule: q
