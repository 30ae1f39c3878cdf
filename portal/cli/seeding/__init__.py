"""Believable invented cases for trying the portal out: people, their stories, and how these went so far."""
