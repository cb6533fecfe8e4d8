"""Tests of translation: services, protection, glossary, budgets, and messages in the reader's language."""
