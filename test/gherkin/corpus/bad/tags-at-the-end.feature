Feature: f
  Scenario: s
    Given g
  @t
  @u

# end
