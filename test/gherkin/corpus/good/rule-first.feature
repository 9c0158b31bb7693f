Feature: f
Rule: r
Scenario: s
Given g
Rule: q
Background:
Given h
Scenario: t
Then u
