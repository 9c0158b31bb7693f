Given a cluster
Feature: f
