# before

#language:en
@t
Feature: f
# language: ja
  Scenario: s
    Given g
